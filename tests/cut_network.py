"""A script's first lines that cut the network and keep account of whoever asks for it."""

from __future__ import annotations

# An audit hook sees every connection and every look-up of a name, by whatever library and however early; it cannot be
# taken out again. A library that catches the error and goes on is seen all the same, by what is printed at the end.
CUT = """
import sys
asked = []
def cut(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "urllib.Request"):
        asked.append(f"{event} {arguments!r}")
        raise OSError("the network is cut")
sys.addaudithook(cut)
"""
