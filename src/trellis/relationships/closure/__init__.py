"""A good ending: say it kindly, meet once more, look back, agree how to stay in touch, close."""
