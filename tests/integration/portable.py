"""Are the statements within what all engines of docs/many-machines.md support? From the project's root: portable.py. Looks at
every SQL text in src/store and etc/sql, and knows the words that are allowed from the table in that page: a word that is not
there is refused, and one that no text needs any more as well."""
import glob
import re
import sys

PAGE = "docs/many-machines.md"
# What the allowed words may not be put together to; why.
NOT = {
    r"\bUNION\b(?! ALL\b)": "it sorts and compares whole rows: UNION ALL",
    r"\b(ADD|DROP)\s+(COLUMN|KEY|INDEX)\s+IF\b": "MariaDB's alone",
    r"(?<!INSERT )(?<!IGNORE )(?<!REPLACE )\bINTO\b": "only INSERT and REPLACE go into something",
    r"\bREPLACE\s*\(": "it is allowed as a statement, not as a function",
    r"\bENGINE=(?!InnoDB)": "Galera replicates InnoDB",
}
# Where else than in one place something may be.
ONLY = {r"\bGET_LOCK\b": 1, r"\bRELEASE_LOCK\b": 1}
# A text in quotes, a name in backticks, a number, a word, a variable, printf's, an operator, anything else.
TOKEN = re.compile(r"'[^']*'|`[^`]*`|%\w|@?\w+|<=>|<>|<=|>=|:=|\S")
OPERATORS = {"=", "<", ">", "<=", ">=", "<>", "<=>", "+", "-", "*", "(", ")", ",", ".", "?", ";", "`"}
errors = []


def texts():
    """(file, SQL) of each. SQL is written in capitals here."""
    for path in sorted(glob.glob("etc/sql/*.sql")):
        with open(path, encoding="utf-8") as file:
            yield path, re.sub(r"--[^\n]*", "", file.read())
    for path in sorted(glob.glob("src/store/*.c")):
        with open(path, encoding="utf-8") as file:
            code = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)
        # Strings that follow one another are one text; one that ends a line is said to people.
        for run in re.findall(r'(?:"(?:\\.|[^"\\])*"[\s\\]*)+', code):
            text = "".join(re.findall(r'"((?:\\.|[^"\\])*)"', run))
            sql = re.search(r"\b[A-Z_]{2,}\b", text) or re.search(r"\b(select|insert|replace|delete|truncate|with)\b\s+\w", text, re.I)
            if sql and not text.endswith("\\n"):
                yield path, text


def allowed():
    """{word: is it for migrations and connecting alone?}, from the page's table."""
    words = {}
    with open(PAGE, encoding="utf-8") as file:
        for kind, row in re.findall(r"^\| (statements|functions|types, migrations|connecting) \| (.*) \|$", file.read(), re.M):
            words.update(dict.fromkeys(" ".join(re.findall(r"`([^`]+)`", row)).upper().split(), kind))
    return words


def names(everything):
    """Tables, columns and indexes of the schema, and what the database itself calls its own."""
    found = set(re.findall(r"CREATE TABLE IF NOT EXISTS (\w+)|\bKEY (\w+) \(|\b(\w+)`? +(?:VARCHAR|DATE|DATETIME|[A-Z]*INT|[A-Z]*BLOB)\b", everything))
    return {name for hit in found for name in hit if name} | set(
        "information_schema columns tables statistics table_schema table_name column_name index_name table_type "
        "old total change_related change_genres change_artists".split())


def check(where, text, words, known, used):
    migration = where.startswith("etc/sql/")
    # A statement within quotes, as migrations have, is one too.
    for token in TOKEN.findall(text.replace("'", " ") if migration else text):
        word = token.upper()
        if word in words and (migration or words[word] != "types, migrations" or re.match(r" *CREATE ", text)):
            used.add(word)
        elif re.fullmatch(r"'.*'|`.*`|\d+|%\w|[a-z]", token) or token in OPERATORS or token in known:
            pass
        elif migration and token == "@change":
            pass
        else:
            errors.append(f"{where}: {token} is not in {PAGE}: {text[:70].strip()}")


everything = list(texts())
words, known, used = allowed(), names("\n".join(text for _, text in everything)), set()
for where, text in everything:
    check(where, text, words, known, used)
    for pattern, why in NOT.items():
        for hit in re.finditer(pattern, text, re.I):
            errors.append(f"{where}: {hit.group(0)}: {why}")
    for table in re.findall(r"CREATE TABLE.*?(?:;|$)", text, re.S):
        if "PRIMARY KEY" not in table:
            errors.append(f"{where}: a table without a primary key, which Galera needs: {table[:60]}")
joined = "\n".join(text for _, text in everything)
errors += [f"{pattern}: {n} times" for pattern, most in ONLY.items() if (n := len(re.findall(pattern, joined))) > most]
errors += [f"{PAGE}: no statement needs {word}" for word in sorted(set(words) - used)]
statements = len(re.findall(r"\b(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER)\b", joined))
if statements < 60:
    errors.append(f"only {statements} statements were found")
print("\n".join(errors))
sys.exit(1 if errors else 0)
