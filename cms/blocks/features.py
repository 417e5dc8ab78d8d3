"""The features that rich text may have, and the blocks that a shared passage may hold. Pure."""

# Headings from h2, for the page has the h1; nothing here can hide where a link leads.
# "pasting" is ours (cms.blocks.wagtail_hooks): what is pasted from Word keeps its structure.
PASSAGE_FEATURES = ["bold", "italic", "ol", "ul", "link", "document-link", "pasting"]
PROSE_FEATURES = ["h2", "h3", *PASSAGE_FEATURES]
DEEPEST_ITEM = 4  # lists have five levels; the editor draws no more
# Never a passage, so none can come to hold itself.
IN_A_PASSAGE = ("text", "callout", "reveal", "image", "table", "download", "code")
