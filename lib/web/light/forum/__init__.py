"""The hall on people's phones and on its wall: coming in, the running step, ideas, ballots."""
