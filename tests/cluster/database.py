"""A node of a Galera cluster, of Debian's mariadb-server and galera-4."""
import os
import shutil
import subprocess

from hosts import Host, until

# rsync, which brings a new node up to date, does not work as root.
USER = "nobody"
PROVIDER = "/usr/lib/galera/libgalera_smm.so"
# A node that does not answer is left out after a second or two; by default it is five to fifteen, and writes wait so long.
PATIENCE = "evs.keepalive_period=PT0.3S;evs.suspect_timeout=PT1.5S;evs.inactive_timeout=PT3S;evs.inactive_check_period=PT0.3S"


def make_template(folder):
    subprocess.run(
        ["mariadb-install-db", "--no-defaults", "--user=" + USER, "--datadir=" + folder, "--auth-root-authentication-method=normal",
         "--skip-test-db", "--skip-name-resolve", "--innodb-log-file-size=8M"], check=True, capture_output=True)


class Node(Host):
    def begin(self, template, programs, others=""):
        """programs: a folder with the scripts that bring a new node up to date. others: the cluster's; none: it begins one."""
        self.template, self.scripts = template, programs
        subprocess.run(["cp", "-a", template, self.path("data")], check=True)
        shutil.chown(self.folder, USER)
        os.chmod(self.folder, 0o700)
        self.up(others)

    def up(self, others, *more):
        self.start(
            "mariadbd",
            ["mariadbd", "--no-defaults", "--user=" + USER, "--datadir=" + self.path("data"), "--socket=" + self.socket,
             "--pid-file=" + self.path("pid"), "--bind-address=" + self.address, "--skip-name-resolve", "--binlog-format=ROW",
             "--innodb-autoinc-lock-mode=2", "--innodb-flush-log-at-trx-commit=2", "--innodb-buffer-pool-size=32M",
             "--innodb-log-file-size=8M", "--performance-schema=0", "--character-set-server=utf8mb4", "--wsrep-on=ON",
             "--wsrep-provider=" + PROVIDER, "--wsrep-cluster-name=test", "--wsrep-cluster-address=gcomm://" + others,
             "--wsrep-node-name=" + self.name, "--wsrep-node-address=" + self.address, "--wsrep-sst-method=rsync",
             "--wsrep-provider-options=gcache.size=32M;" + PATIENCE, *(() if others else ("--wsrep-new-cluster",)), *more],
            PATH=self.scripts + os.pathsep + os.environ["PATH"])
        until(f"{self.name} in step", 90, self.in_step)

    @property
    def socket(self):
        return self.path("sock")

    def sql(self, statement, database=""):
        done = subprocess.run(
            ["mariadb", "--no-defaults", "--socket=" + self.socket, "--user=root", "--batch", "--raw", "--skip-column-names",
             "--default-character-set=utf8mb4", database or "mysql", "-e", statement],
            check=True, capture_output=True, text=True, timeout=20)
        return [line.split("\t") for line in done.stdout.splitlines()]

    def status(self, name):
        return self.sql(f"SHOW STATUS LIKE '{name}'")[0][1]

    def in_step(self):
        return self.status("wsrep_local_state_comment") == "Synced" and self.status("wsrep_cluster_status") == "Primary"

    def whole(self):
        return self.in_step() and self.status("wsrep_cluster_size") == "3"
