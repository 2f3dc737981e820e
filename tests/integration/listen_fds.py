#!/usr/bin/env python3
"""Runs a program as systemd does by socket activation: it listens on descriptor 3.

usage: listen_fds.py SOCKET PROGRAM ARGUMENTS..."""

import os
import socket
import sys

listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
listening.bind(sys.argv[1])
listening.listen(16)
if listening.fileno() == 3:
    os.set_inheritable(3, True)
else:
    os.dup2(listening.fileno(), 3)
os.environ.update(LISTEN_FDS="1", LISTEN_PID=str(os.getpid()))
os.execv(sys.argv[2], sys.argv[2:])
