"""The two worlds of the app: the own data, and the invented country that people practise in."""

OWN, PRACTICE = "own", "practice"
