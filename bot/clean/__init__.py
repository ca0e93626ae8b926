"""From the raw text of a page to the text a person came for, with a receipt of what was done."""
