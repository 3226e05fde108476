"""What happened and why, in words: the reasons, the chronicle, where things stand, the verdict."""
