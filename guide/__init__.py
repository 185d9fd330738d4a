"""The teacher's guide: what stands beside the lessons and is never handed to pupils."""
