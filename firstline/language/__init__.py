"""Words in five languages: tokens, detection, sort keys, translated text.

Plain functions on strings; nothing here knows a model, a screen or a database. The five languages are
English, French, Spanish, Polish and Thai, but any script may be handed in. Heavy tables (the Thai word
breaker, the detector's n-grams) are loaded when first needed.
"""
