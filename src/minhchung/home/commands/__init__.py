"""The subcommands of `minhchung`, one file each: register(subparsers) and run(args) -> exit code."""
