"""Links in a paper that is filled as text: words that lead out of it, no relation needed."""

from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Words of a field, and below them words that lead to an address."""

    words: str
    label: str
    address: str

    def placed(self, words: str) -> Markup:
        """Return what shows them, where `words` are the words made ready for the paper."""
        line = Markup("{}{}").format(words, _BREAK if words else "")
        return line + _LINK.format(address=self.address.replace('"', "%22"), label=self.label)


_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')
_LINK = Markup(
    '</w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    '<w:r><w:instrText xml:space="preserve"> HYPERLINK "{address}" </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    '<w:r><w:rPr><w:color w:val="0563C1"/><w:sz w:val="20"/><w:u w:val="single"/></w:rPr>'
    '<w:t xml:space="preserve">{label}</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    '<w:r><w:t xml:space="preserve">'
)
