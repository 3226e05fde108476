"""How parameters are declared, found and complained about.

A parameter carries its range, unit and source; a folder of parts is its own register; what is
wrong is said in sentences. Imports no other room.
"""
