"""From bytes to text: the encoding is found, and text that was decoded wrongly is named."""
