// SetiaClient
