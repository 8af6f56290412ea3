#!/bin/sh
# Makes what is missing of the secrets: ./secrets.sh [FOLDER]. The folder is closed to others; the files in it are not, since
# the users in the containers must be able to read them.
set -eu
folder=${1:-$(dirname "$0")/secrets}
random() { od -An -N 32 -tx1 /dev/urandom | tr -d ' \n'; }
keep() { [ -s "$folder/$1" ] || { cat >"$folder/$1" && chmod 444 "$folder/$1"; }; }

mkdir -p "$folder"
chmod 700 "$folder"
for name in superuser_password replication_password rewind_password patroni_password scim_password bootstrap_token; do random | keep "$name"; done
# A node that is gone is asked again after a second, and one that answers nothing is given up after three.
keep scim_connection <<END
Host=pg1,pg2;Username=scim;Password=$(cat "$folder/scim_password");Database=scim;Host Recheck Seconds=1;Timeout=3;Maximum Pool Size=30
END
