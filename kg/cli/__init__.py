"""The command line: one file a command, and ``app`` which joins them and shows every error once.

Commands load what they need when they run, so that ``kg --help`` answers at once.
"""
