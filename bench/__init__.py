"""Load benchmark: real websocket sessions against the app and two frozen baselines."""
