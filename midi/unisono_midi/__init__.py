"""The MIDI bridge: a drum pad plays into the circle."""
