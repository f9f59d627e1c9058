"""What each word of the command line does: call the layers below, and say in Thai what came of it."""
