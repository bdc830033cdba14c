"""Which notice holds (PIPL Art. 17: before anything is asked). Pure."""

#: The notice that is shown. Whoever changes a word of it in the texts raises this number: then
#: everybody is asked again. A test holds the words to the number.
VERSION = 1
