// SetiaCommands
