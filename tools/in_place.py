"""A fault put into modules that are already in use, so that nothing has to be read again.

Tests hold what they imported: functions, values, classes. A fault in the body of a function changes
the code of the function itself, whoever holds it; one in a value of a module is computed again,
with the values made of it there, and bound wherever a module of the program or of its tests has
bound it under that name. Any other fault (a default, the body of a class, a value that another
module made something of) does not arrive everywhere: what survives here has to be confirmed by a
process that reads the faulty source.
"""

import ast
import gc
import inspect
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from types import CodeType, FunctionType, ModuleType

Live = Mapping[CodeType, Sequence[FunctionType]]
"""The functions that are in use, by what they run."""


def live_functions(modules: Sequence[str]) -> Live:
    """Those of the named modules, wherever they are held."""
    gc.unfreeze()
    found: dict[CodeType, list[FunctionType]] = defaultdict(list)
    for thing in gc.get_objects():
        if isinstance(thing, FunctionType) and thing.__module__ in modules:
            found[thing.__code__].append(thing)
    return found


def put_fault(name: str, plain: ast.Module, faulty: ast.Module, live: Live) -> bool:
    """Change the module of that name from its ``plain`` source to the ``faulty`` one.

    Returns whether the fault is of a kind that can be put in place.
    """
    module = sys.modules[name]
    pairs = enumerate(zip(plain.body, faulty.body, strict=True))
    at = next(at for at, (old, new) in pairs if ast.dump(old) != ast.dump(new))
    if isinstance(faulty.body[at], ast.FunctionDef | ast.ClassDef):
        put = _put_code(_pieces(_compiled(plain)), _pieces(_compiled(faulty)), live)
    else:
        put = _put_values(module, faulty.body[at:])
    for value in vars(module).values():
        if hasattr(value, "cache_clear"):
            value.cache_clear()
    return put


def _put_code(plain: Sequence[CodeType], faulty: Sequence[CodeType], live: Live) -> bool:
    bodies = [[_own(code) for code in codes if not _is_function(code)] for codes in (plain, faulty)]
    if len(plain) != len(faulty) or bodies[0] != bodies[1]:
        return False
    changed = [(old, new) for old, new in zip(plain, faulty, strict=True) if old != new]
    changed = [(old, new) for old, new in changed if _is_function(old)]
    if any(old not in live or old.co_freevars != new.co_freevars for old, new in changed):
        return False
    for old, new in changed:
        for function in live[old]:
            function.__code__ = new
    return bool(changed)


def _put_values(module: ModuleType, statements: Sequence[ast.stmt]) -> bool:
    """Compute the first of the statements and, of the further ones, those that name its values."""
    again, named = list(statements[:1]), {*_names(statements[0], ast.Store)}
    for statement in statements[1:]:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and named & {*_names(statement)}:
            again.append(statement)
            named |= {*_names(statement, ast.Store)}
    before = dict(vars(module))
    exec(_compiled(ast.Module(again, [])), vars(module))
    for other in [m for n, m in sys.modules.items() if n.split(".")[0] in ("bot", "tests")]:
        for name in named & {*vars(other)} & {*before}:
            if vars(other)[name] is before[name]:
                setattr(other, name, vars(module)[name])
    return True


def _names(node: ast.AST, context: type[ast.expr_context] = ast.expr_context) -> Iterator[str]:
    """The names that are read or bound in a statement."""
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, context):
            yield part.id


def _compiled(tree: ast.Module) -> CodeType:
    return compile(ast.fix_missing_locations(tree), "faulty", "exec")


def _pieces(code: CodeType) -> list[CodeType]:
    """The bodies of a module and its classes, and the functions in them, in order."""
    inner = [] if _is_function(code) else [c for c in code.co_consts if isinstance(c, CodeType)]
    return [code, *(piece for part in inner for piece in _pieces(part))]


def _is_function(code: CodeType) -> bool:
    return bool(code.co_flags & inspect.CO_OPTIMIZED)


def _own(code: CodeType) -> object:
    """What a body does, but for what the functions in it do."""
    values = [repr(c) for c in code.co_consts if not isinstance(c, CodeType)]
    return code.co_code, code.co_names, values
