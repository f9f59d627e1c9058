"""A module as the mutation tool is given it: it does the same, without what no unit test should be asked about."""

import ast
import re
from collections import Counter
from collections.abc import Collection

import libcst as cst
from libcst import matchers as m

THAI = re.compile("[\u0e00-\u0e7f]")


def prepared(source: str) -> str:
    """The module with its properties as functions, so that they are mutated too, and without what is not:

    Thai text is for people; the message of an assertion, a cast and `strict=` of zip are for programmers; and what is
    called only while the module is imported has been called before the tool comes.
    """
    return cst.parse_module(source).visit(_Preparing(called_at_import(source))).code


def called_at_import(source: str) -> frozenset[str]:
    """The functions that a module keeps to itself and that none of its functions uses."""
    outside, inside = set[str](), set[str]()
    module = ast.parse(source)
    for statement in module.body:
        functions = [node for node in ast.walk(statement) if isinstance(node, ast.FunctionDef | ast.Lambda)]
        bodies = [part for node in functions for part in (node.body if isinstance(node.body, list) else [node.body])]
        within = [name.id for part in bodies for name in ast.walk(part) if isinstance(name, ast.Name)]
        inside.update(within)
        everywhere = Counter(name.id for name in ast.walk(statement) if isinstance(name, ast.Name))
        outside.update(everywhere - Counter(within))
    defined = {statement.name for statement in module.body if isinstance(statement, ast.FunctionDef)}
    return frozenset(name for name in defined & outside - inside if name.startswith("_"))


class _Preparing(cst.CSTTransformer):
    def __init__(self, at_import: Collection[str]) -> None:
        super().__init__()
        self.at_import = at_import

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
        if updated_node.name.value in self.at_import:
            # The tool leaves out what is decorated.
            unchanged = cst.Decorator(cst.parse_expression("lambda function: function"))
            return updated_node.with_changes(decorators=[unchanged])
        if [m.matches(decorator, m.Decorator(m.Name("property"))) for decorator in updated_node.decorators] != [True]:
            return updated_node
        plain = updated_node.with_changes(decorators=[])
        named = updated_node.name.value
        return cst.FlattenSentinel([plain, cst.parse_statement(f"{named} = property({named})")])
