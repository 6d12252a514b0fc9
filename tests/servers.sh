#!/usr/bin/env bash
# Run the suite against a PostgreSQL server and a broker started from Debian's packages.
# usage: tests/servers.sh rabbitmq|redis [pytest's arguments]      (all listen on loopback only)
set -euo pipefail
cd "$(dirname "$0")/.."
broker=${1:-}
work=$(mktemp -d /tmp/green-trust-servers.XXXXXX)
chmod 755 "$work"
pgbin=${PG_BIN:-$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)}  # PG_BIN names another version
pgport=54329
as_postgres() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi; }

stop() {
  [ -n "${broker_pid:-}" ] && kill "$broker_pid" 2>/dev/null && wait "$broker_pid" 2>/dev/null || true
  [ -n "${epmd_port:-}" ] && ERL_EPMD_PORT=$epmd_port epmd -kill > /dev/null 2>&1 || true
  as_postgres "$pgbin/pg_ctl" -D "$work/pg" -m immediate stop > /dev/null 2>&1 || true
  rm -rf "$work"
}
trap stop EXIT

mkdir "$work/pg" "$work/socket"
[ "$(id -u)" = 0 ] && chown postgres "$work/pg" "$work/socket"
cd /
as_postgres "$pgbin/initdb" -D "$work/pg" -U postgres -E UTF8 --locale=C.UTF-8 --auth=trust -k > /dev/null
as_postgres "$pgbin/pg_ctl" -D "$work/pg" -w -l "$work/pg/log" \
  -o "-p $pgport -k $work/socket -c listen_addresses=127.0.0.1 -c timezone=UTC -c max_connections=200" start > /dev/null
cd - > /dev/null
psql() { "$pgbin/psql" -q -h 127.0.0.1 -p "$pgport" -U postgres -v ON_ERROR_STOP=1 "$@"; }
psql -c "create role house login createdb createrole password 'house'" -c "create database green owner house"
export DATABASE_URL="postgresql://house:house@127.0.0.1:$pgport/green"
PERSONAL_DATA_KEYS="$(.venv/bin/python -m config.settings.keys servers)"
PACK_SIGNING_KEYS="$(.venv/bin/python -m config.settings.keys servers)"
export PERSONAL_DATA_KEYS PACK_SIGNING_KEYS

case $broker in
  redis)
    redis-server --port 63799 --bind 127.0.0.1 --dir "$work" --appendonly yes --appendfsync everysec \
      --maxmemory-policy noeviction --save '' > "$work/redis.log" &
    broker_pid=$!
    export CELERY_BROKER_URL="redis://127.0.0.1:63799/0"
    ready() { redis-cli -p 63799 ping > /dev/null 2>&1; } ;;
  rabbitmq)
    epmd_port=43699
    export ERL_EPMD_PORT=$epmd_port ERL_EPMD_ADDRESS=127.0.0.1 HOME="$work"
    export RABBITMQ_BASE="$work" RABBITMQ_MNESIA_BASE="$work/mnesia" RABBITMQ_LOG_BASE="$work/log" \
      RABBITMQ_NODENAME="green@localhost" RABBITMQ_CONFIG_FILE="$work/rabbit" \
      RABBITMQ_ENABLED_PLUGINS_FILE="$work/plugins" RABBITMQ_PID_FILE="$work/pid"
    printf 'listeners.tcp.1 = 127.0.0.1:56799\nconsumer_timeout = 14400000\n' > "$work/rabbit.conf"
    echo '[].' > "$work/plugins"
    export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}"
    chown -R rabbitmq "$work/rabbit.conf" "$work/plugins" 2>/dev/null || true
    /usr/lib/rabbitmq/bin/rabbitmq-server > "$work/rabbit.log" 2>&1 &
    broker_pid=$!
    export CELERY_BROKER_URL="amqp://guest:guest@127.0.0.1:56799//"
    ready() { (exec 3<> /dev/tcp/127.0.0.1/56799) 2>/dev/null; } ;;
  *) echo "rabbitmq or redis?"; exit 2 ;;
esac
for _ in $(seq 120); do ready && break; sleep 0.5; done
ready || { echo "$broker did not start"; cat "$work"/*.log; exit 1; }

echo "PostgreSQL $("$pgbin/postgres" --version | grep -o '[0-9.]*' | head -1) and $broker are up"
.venv/bin/python -m pytest -n 2 --dist loadgroup -m "not outside and not postgres" "${@:2}"
