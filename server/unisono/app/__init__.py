"""The shell around the session machine: aiohttp and Socket.IO, clocks, files, logs.

The only room that serves. It knows who is connected and what time it is, hands commands to the
machine and performs the effects it answers with, in order; it decides nothing about music.
"""
