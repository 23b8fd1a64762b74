"""Texts for users in two languages: English is in the code, Vietnamese in a gettext catalogue.

Code below the edge knows no language: it makes :func:`~vn30.i18n.localized.localized` texts, which are
strings in English that keep message and values apart. Where the language is known, at the edge, such a text
is written in it by :func:`~vn30.i18n.catalogue.in_language`.
"""
