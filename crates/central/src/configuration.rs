//! How central is set up: a TOML file, then the environment (`NRMP_CENTRAL_…`), then the command line.
