"""Published results that the model must reproduce, and the models they are published of.

May import `inference` and what lies below it.
"""
