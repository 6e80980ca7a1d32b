"""Pages and assets of Unisono; data only, imports nothing of ours."""
