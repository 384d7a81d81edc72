r"""Writes the matches of regular expressions in Python to patterns.json, beside this script.

    python patterns.py

Each entry is [text, [[pattern, spans]…]]: the spans at which `re`, used like in coverage.py, finds the
pattern in the text, as offsets into its UTF-8 bytes; null if it refuses the pattern. The table
was written by Python 3.11.
"""

import json
import re
from pathlib import Path

SOURCE = """\
# start
def visit_name(self, node: int) -> None:  # pragma: no cover
    if TYPE_CHECKING:
        raise NotImplementedError("a{b}c")
    elif self.x == 12 and not y[0]: pass   # PRAGMA: NO COVER
\tassert_never(x)  # not covered, not here
    return  'it''s' + "x" + 'y'

# end
"""
LETTERS = "aaa AAA abcabc aab ab\nabba xyzzy foofoo foobar\n\nBar é_ñ1 ² ٣ ½ ß ſ K \u212a Σσς İi ı\n"
BLANKS = "a b\tc\x0bd\x0ce\x1cf\x1dg\x1eh\x1fi\x85j\xa0k\u2028l\u3000m\r\nn\n"

PATTERNS = {
    SOURCE: r"""
#\s*(pragma|PRAGMA)[:\s]?\s*(no|NO)\s*(cover|COVER)
^\s*(((async )?def .*?)?[\])]+(\s*->.*?)?:\s*)?\.\.\.\s*(#|$)
^\s*if (typing\.)?TYPE_CHECKING:
raise NotImplementedError
(?i)pragma: no cover
(?i:pragma): no cover
(?i:PRAGMA(?-i:: no)) cover
def (?P<name>\w+)\(
def (?P<name>\w+)_(?P<name>\w+)
(?P<quote>['"])(.*?)(?P=quote)
(['"])(?:(?!\1).)*\1
(['"]).*\1
# start(?s:.)*?# end
# start[\s\S]*?# end
(?s)# start.*# end
# start(.|\n)*?pass
^# start$
^# end$
\A# start
\A# end
# end\Z
# end\n\Z
# start\Z
\A
\Z
^
$
^$
(?-m:^)
(?-m:$)
(?-m:end$)
(?-m:^# end)
(?m:^# end)
^\t
^[ \t]+(?=return)
(?<=not )here
(?<!not )here
(?<!^)#
(?<=def )\w+(?=\()
(?<![a-z])x(?!\w)
(?=.*cover).*$
(?!.*cover)^.+$
\bif\b
\bx\B
\B_\B
if .*:(?!\s)
\d+
\D{20}
[0-9]{1,2}
\w+@|\[0\]
y\[0\]
[]:]
[^]\w\s]+
[{}]
{b}
a{b}c
\{b\}
x{0,1}=
=={1}
={,2}
={2,}
[a-c-]+
[-a]b|->
[\]\[]
[\w.]+\(
[^\n]*raise[^\n]*\n
\x23 start
\u0023 start
\U00000023 start
\43 start
\043 end
\#\ end
\ \ end
(?x) \# [ ] (?: start | end )  # a comment
(?x: raise \s+ Not )Impl
(?x)# nothing at all
(?x) a [ #] | \#
(?xi) ELIF \s # (
(?#comment)return
(?#)
return(?# a ) +
(a)|(b)|(c)
(?:a|b|c)+?
(?:)
()
(?:(?:(?:return)))
((((((((((r))))))))))\10
(r)(e)(t)\3
(if)? TYPE(?(1)_X|_CHECKING)
(?P<i>if)? TYPE(?(i)_CHECKING|_X)
(#)?(?(1) end|y\b)
(?>if|elif) 
(?>a|ab)c
[ ]++#
x*+x
\w++\(
\w++_
.{3,}+:
 ?+if
(?:ab){2}+
"(?:[^"\\]|\\.)*"
^.*#.*no.*$
not|#
covered|cover
cover|covered
x|
(?:x|)=
self\.x\s*==\s*\d+
return\s+'[^']*''s'
\s+$
\s*\n\s*\n
^\s*#
^ +
^    (?! )
.+?:
.*?$
.*
.+
.
(?s:.)
\S+\s\S+$
[^\S\n]+
[\d\D]{30}
[\W\d]{4,}
[_\W]{5,}
TYPE_CHECKING(?=:)
TYPE_CHECKING(?!:)
(?<=(?:if|or) )T
(?<=if )T(?<!X)
(?<=a|bc)d
(?<=\s{4})return
pass\s*(?:#|$)
(?a)\w+
(?u)\bend\b
(?i)(?m)^# END$
(?ims)^# START.*END$
""",
    LETTERS: r"""
a+
a+?
a*
a{2}
a{2,3}
a{,2}
a{2,}?
a{,}
a{1
a{1,b}
(?i)a+
(?i)A{3}
(?i)K
(?i)k
(?i)ß
(?i)ſ
(?i)s
(?i)σ
(?i)Σ+
(?i)é
(?i)[à-ý]
(?i)[^a-z\s]
(?i)i
(?i)I+
(?i)\u0130|\u0131
(?i)[i]
(?i)[h-j]
(?i)[a-hj-z]+
(?i)[^i]+
(?i:i)\s|i
(?i)\u212a
(?i)[k-l]
(?i)ss
(?i)[ß]
(?<=[aβ]|.)b
(?<=(?:ab|cd))c
(?<=a{2})b
(?<=a{2,2})b
(?<=\b)f
(?<=(?=f))f
(?<!(?#x)o)b
(ab|a)(bc|c)?
(abc)\1
(a)\1
(?P<x>foo)(?P=x)
(?P<x>foo)\1
(foo)(?!\1)
(?i)(foo)(?:\1|bar)
\w+
\w
\W
\d
[\d]
\D+
[^\W\d_]+
(?a)\w+
(?a:\w+)é
(?a)\W
(?a)\d
(?a)\b.
(?ia)[j-l]
(?ia)[^j-l]
(?ia)k
(?ia)É|ſ|\u212a
(?ia)[à-ü]
(?ia:b)[AR]
(?i)\w+
(?i)(?a:k)
(?a)\B\w
(?<=\b)(?a:\w)
(?<!\b)\w
\b\w
\w\b
\b
\B
[à-ÿ]
[^\x00-\x7f]
\xe9
\u00e9_
\U0000017f
[\u00c0-\u00ff]
(?:a|b)*
(?:a|ab)(?:c|bcd)?
(a*)b
(?:a*)*b
(?:a+)+b
(a|b)*?a
x??y
(?<=\w)\n
z{2}y
(?<=foo)foo
(?<!foo)foo
^\w+
\w+$
\n\n
^\n
(?s:a.a)
\n.
(?=(a+))\1b
(?>a+)b
(?>a+)a
a++b
a?+a
(?:ab?)++c
(?:(a)|b)+
(?:(a)|(b))+(?(1)c|d)
a*?
a??
a{0,2}?
(?:ab)*?c?
|a
b|(?:)|ab
(?:|a)*
(?:a??)*b
(?:a*?)+
(?<=ab)(?:\nabba)??
^(?:abba\n.*)??
(?:$|\n)
$|\n\w+
\b|\w+\s
\b(?:foo)??
(?=a)*
(?=a)+?
(?=(a))?\1b
(?=(a))??\1b
(?!a)*b
(?<=a)?b
(?<=a){2}b
(?<=a){0}b
(?:)*a
()+a
()??a
(?:^)*a
(?:\b)+
(?:a|ab){2}+
(?:ab?){2,}+b
(?:ba?)?+a
(?=a)++a
(a)?(?(1)|)b
(a)?(?(1))b
(a)?(?(1)|b)c
a(?#no more){2}
a(?#no more)*?b
(?<=a(?#twice){2})b
""",
    BLANKS: r"""
\s
\S
\s+
[\s]
[^\s]
[^\S]
[^\S\x1c]
(?a)\s
(?a)\S+
(?a)[^\s]
\v
\f
\r\n
\r$
.
.$
^.
[\r\n]+
[\x1c-\x1f]
\x85
\xa0
\u2028
[\t-\r]
\w\s
\b\w
""",
}

REFUSED = r"""
(
)
(a
a)
a**
a+*
a{2}{3}
a???
a+++
*
+a
?
|*
(*a)
(?)
(?
(?P
(?P<
(?P<n
(?P<n>
(?P<>a)
(?P<1>a)
(?P<n-m>a)
(?P<n>a)(?P<n>b)
(?P=n)
(?P=n)(?P<n>a)
(?P<n>a(?P=n))
(?Pq)
(?<n>a)
(?<a
(?'n'a)
(?&n)
(?R)
(?|a)
(?1)
(?(1)a)
(?(2)a)(b)
(?(n)a)
(?(1)a|b|c)(d)
(a)(?(1)b|c|d)
(?(
(?(x
(?#
(?#a
[
[a
[]
[^]
[^
[b-a]
[\w-a]
[a-\d]
[\w-\d]
(?ii-:a)
(?<=a?)b
(?<=(a|bc))d
(?<!a{1,2})b
(?<=(?(1)a|bc))d
(a)(?<=(?(1)bc))d
(a|bc)(?<=\1)d
\
\q
\y
\c
\e
\h
\p{L}
\R
\K
\X
\Q
\G
[\q]
[\A]
[\Z]
[\B]
\x
\x1
\xg0
\u12
\u{41}
\U0011
\U00110000
\8
\1
(a)\2
(a\1)
\400
\777
[\400]
[\8]
(?i
(?i-
(?i-)a
(?-i)a
(?-:a)
(?i-i:a)
(?q)a
(?q:a)
(?L)a
(?L:a)
(?au:a)
(?au)a
(?-a:b)
(?-u:b)
a(?i)
a(?i)b
(?:(?i)a)
(?<=a*)b
(?<=a+)b
(?<!a|bc)d
(?<=\w{2,3})x
(?<=(a)\1?)b
^*
$+
\b?
\B{2}
\A*?
\Z??
a^+
a|$*
(?:a$?)
a{3,2}
a{,99999999999999999999}
a{2,1}?
\N
\N{
\N{}
\N{no such name}
"""


def spans(pattern, text):
    try:
        found = re.compile(pattern, re.MULTILINE).finditer(text)
    except (re.error, OverflowError, ValueError):
        return None
    offset = [0]
    for char in text:
        offset.append(offset[-1] + len(char.encode()))
    return [[offset[match.start()], offset[match.end()]] for match in found]


def main():
    tables = []
    for text, patterns in [*PATTERNS.items(), ("ab", REFUSED)]:
        rows = [[pattern, spans(pattern, text)] for pattern in patterns.strip("\n").split("\n")]
        rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        tables.append(f"[{json.dumps(text, ensure_ascii=False)}, [\n{rows}\n]]")
    text = "[" + ",\n".join(tables) + "]\n"
    Path(__file__).with_suffix(".json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
