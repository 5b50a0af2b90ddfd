"""The composition root: settings, steps, the nightly flow, its deployment, the command line.

Knows all other rooms and no rule about data. Importing this package loads no engine.
"""
