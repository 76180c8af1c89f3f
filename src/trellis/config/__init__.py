"""Settings, addresses, the clock and the command: where the apps are put together."""
