"""What infers from runs or counts: calibration, discovery of failures, election forensics.

May import `analysis` and what lies below it.
"""
