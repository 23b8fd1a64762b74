"""The shared training configuration and its versions: read, validate, save, restore."""
