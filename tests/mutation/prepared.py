"""A module as the mutation tool is given it: what it does is the same, what no unit test should be asked about is left out."""

import re

import libcst as cst
from libcst import matchers as m

THAI = re.compile("[\u0e00-\u0e7f]")


def prepared(source: str) -> str:
    """The module with its properties as functions, so that they are mutated too, and without what is not:

    Thai text is for people, the message of an assertion and a cast are for programmers, and so is `strict=` of zip.
    """
    return cst.parse_module(source).visit(_Preparing()).code


class _Preparing(cst.CSTTransformer):
    def visit_MatchPattern(self, node: cst.MatchPattern) -> bool:
        """A pattern takes no f-string."""
        return False

    def leave_SimpleString(self, original_node: cst.SimpleString, updated_node: cst.SimpleString) -> cst.BaseExpression:
        """Thai text as an f-string without a field: the tool changes plain strings alone."""
        text = updated_node.value
        if not THAI.search(text) or updated_node.prefix or updated_node.quote != '"':
            return updated_node
        braced = text[1:-1].replace("{", "{{").replace("}", "}}")
        return cst.FormattedString([cst.FormattedStringText(braced)])

    def leave_Assert(self, original_node: cst.Assert, updated_node: cst.Assert) -> cst.Assert:
        return updated_node.with_changes(msg=None, comma=cst.MaybeSentinel.DEFAULT)

    def leave_Call(self, original_node: cst.Call, updated_node: cst.Call) -> cst.BaseExpression:
        if m.matches(updated_node, m.Call(func=m.Name("cast"))):
            return updated_node.args[1].value
        if not m.matches(updated_node, m.Call(func=m.Name("zip"))):
            return updated_node
        kept = [arg for arg in updated_node.args if not m.matches(arg, m.Arg(keyword=m.Name("strict")))]
        return updated_node.with_changes(args=[*kept[:-1], kept[-1].with_changes(comma=cst.MaybeSentinel.DEFAULT)])

    def leave_FunctionDef(
        self, original_node: cst.FunctionDef, updated_node: cst.FunctionDef
    ) -> cst.FunctionDef | cst.FlattenSentinel[cst.BaseStatement]:
        if [m.matches(decorator, m.Decorator(m.Name("property"))) for decorator in updated_node.decorators] != [True]:
            return updated_node
        plain = updated_node.with_changes(decorators=[], returns=updated_node.returns)
        named = updated_node.name.value
        return cst.FlattenSentinel([plain, cst.parse_statement(f"{named} = property({named})")])
