"""What each verb of the command line does: call the layers below, and print in Thai what came of it."""
