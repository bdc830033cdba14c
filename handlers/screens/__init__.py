"""What stands under the words: the buttons of each screen, one file per noun."""
