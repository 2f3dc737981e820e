"""Are the statements within what all engines of docs/many-machines.md support? From the project's root: portable.py. Looks at
every SQL text in src/store and etc/sql."""
import glob
import re
import sys

# What one of them lacks, or does differently; why.
NOT = {
    r"\bFOREIGN\s+KEY\b|\bREFERENCES\b": "foreign keys: Vitess, Galera under load",
    r"\bAUTO_INCREMENT\b|\bLAST_INSERT_ID\b": "Galera steps, TiDB orders them otherwise",
    r"\bTRIGGER\b|\bCREATE\s+(PROCEDURE|FUNCTION|EVENT|VIEW)\b": "stored programs: TiDB",
    r"\bLOCK\s+TABLES?\b|\bFLUSH\b": "Galera, Vitess",
    r"\bSERIALIZABLE\b|\bSAVEPOINT\b|\bXA\b": "TiDB, Vitess",
    r"\bRETURNING\b|\bSEQUENCE\b": "MariaDB's alone",
    r"\bFULLTEXT\b|\bSPATIAL\b": "TiDB",
    r"\bWITH\s+RECURSIVE\b|\bOVER\s*\(": "what MariaDB and Vitess know of these differs",
    r"utf8mb4_0900|utf8mb4_uca1400|utf8mb4_general": "collations that not all have",
    r"\bINTO\s+OUTFILE\b|\bLOAD\s+DATA\b": "managed ones",
    r"ENGINE=(?!InnoDB)": "Galera replicates InnoDB",
    r"\bSKIP\s+LOCKED\b|\bNOWAIT\b": "Galera",
    r"\bADD\s+(COLUMN|KEY|INDEX)\s+IF\b|\bDROP\s+(COLUMN|KEY|INDEX)\s+IF\b": "MariaDB's alone",
    r"\bUUID\(|\bSYSDATE\(|\bRAND\(": "not the same on each node",
}
# Where else than in one place something may be.
ONLY = {r"\bGET_LOCK\b": 1, r"\bRELEASE_LOCK\b": 1}
errors = []


def texts():
    for path in sorted(glob.glob("etc/sql/*.sql")):
        with open(path, encoding="utf-8") as file:
            yield path, re.sub(r"--[^\n]*", "", file.read())
    for path in sorted(glob.glob("src/store/*.c")):
        with open(path, encoding="utf-8") as file:
            code = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)
        # Strings that follow one another are one text.
        for run in re.findall(r'(?:"(?:\\.|[^"\\])*"[\s\\]*)+', code):
            yield path, "".join(re.findall(r'"((?:\\.|[^"\\])*)"', run))


found, statements = dict.fromkeys(ONLY, 0), 0
for where, text in texts():
    statements += len(re.findall(r"\b(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER)\b", text))
    for pattern, why in NOT.items():
        for hit in re.finditer(pattern, text, re.I):
            errors.append(f"{where}: {hit.group(0)}: {why}")
    for pattern in ONLY:
        found[pattern] += len(re.findall(pattern, text))
    for table in re.findall(r"CREATE TABLE.*?(?:;|$)", text, re.S):
        if "PRIMARY KEY" not in table:
            errors.append(f"{where}: a table without a primary key, which Galera needs: {table[:60]}")
errors += [f"{pattern}: {found[pattern]} times" for pattern, most in ONLY.items() if found[pattern] > most]
if statements < 60:
    errors.append(f"only {statements} statements were found")
print("\n".join(errors))
sys.exit(1 if errors else 0)
