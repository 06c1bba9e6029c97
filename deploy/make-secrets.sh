#!/bin/sh
# Makes the passwords that compose.yaml hands to its services, and a certificate for trying; keeps what is there.
# make-secrets.sh [HOST_NAME]
set -eu

folder=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)/secrets
host=${1:-localhost}
umask 077
mkdir -p "$folder"

make() { # make NAME COMMAND...: the file NAME holds what the command prints
  [ -s "$folder/$1" ] || {
    name=$1
    shift
    "$@" >"$folder/$name"
  }
}
# Letters and digits alone, since they become parts of addresses.
password() { head -c 64 /dev/urandom | base64 | tr -dc 'A-Za-z0-9' | head -c 40; }

for name in mongodb_password postgres_password redis_password metrics_token; do make "$name" password; done
make mongodb_key openssl rand -base64 756
make mongodb_url printf 'mongodb://jetstream:%s@mongodb:27017/jetstream?replicaSet=rs0&authSource=admin' "$(cat "$folder/mongodb_password")"
make postgres_url printf 'postgres://jetstream:%s@postgres:5432/jetstream' "$(cat "$folder/postgres_password")"
make redis_url printf 'redis://:%s@redis:6379/0' "$(cat "$folder/redis_password")"
if [ ! -s "$folder/certificate" ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 365 -subj "/CN=$host" \
    -addext "subjectAltName=DNS:$host" -keyout "$folder/certificate_key" -out "$folder/certificate"
fi
# Compose mounts them as they are: the services, each with a user of its own, have to read them. The folder keeps others out.
chmod 700 "$folder"
chmod 644 "$folder"/*
