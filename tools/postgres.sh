# Finds PostgreSQL and runs a private cluster. Sourced by tools/run and tools/test.

# Prints what it is doing; everything else of these scripts goes through here.
say() { printf '%s\n' "$*" >&2; }

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo -n "$@"; else return 1; fi; }

# install PACKAGE ...: Debian packages, when we may.
install() {
    as_root apt-get update -qq >/dev/null 2>&1
    DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq "$@" >/dev/null 2>&1
}

find_postgres() {
    local found
    found=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    if [ -z "$found" ] || [ ! -x "$found/initdb" ]; then
        say "Installing PostgreSQL ..."
        install postgresql || { say "PostgreSQL is missing. Install it with: sudo apt-get install postgresql"; return 1; }
        found=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
    fi
    PG_BIN=$found
}

# PostgreSQL refuses to run as root: then its own user does it.
as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

free_port() { node -e 'const s=require("net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }

# start_cluster DIR PORT [FRESH]: makes the cluster in DIR when there is none, and starts it on 127.0.0.1:PORT. Anything as FRESH throws away what is there.
start_cluster() {
    CLUSTER=$1
    CLUSTER_PORT=$2
    find_postgres || return 1
    mkdir -p "$CLUSTER"
    if [ "$(id -u)" = 0 ]; then
        chown postgres "$CLUSTER"
        if ! as_postgres test -w "$CLUSTER" 2>/dev/null; then
            # The checkout lies where the database's user may not go.
            CLUSTER=/var/tmp/courses-$(printf '%s' "$1" | cksum | cut -d' ' -f1)
            mkdir -p "$CLUSTER" && chown postgres "$CLUSTER"
        fi
    fi
    # A run that was killed leaves its server behind.
    stop_cluster
    if [ -n "${3:-}" ]; then
        as_postgres find "$CLUSTER" -mindepth 1 -delete
    fi
    if [ ! -s "$CLUSTER/PG_VERSION" ]; then
        (cd / && as_postgres "$PG_BIN/initdb" -D "$CLUSTER" -U courses --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null) || return 1
    fi
    (cd / && as_postgres "$PG_BIN/pg_ctl" -D "$CLUSTER" -w -t 60 -l "$CLUSTER/log" -o "-p $CLUSTER_PORT -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=400 ${CLUSTER_OPTIONS:-}" start >/dev/null) ||
        { say "PostgreSQL did not start; see $CLUSTER/log"; return 1; }
}

# stop_cluster: also when there is none, or none that runs.
stop_cluster() { [ -z "${CLUSTER:-}" ] || (cd / && as_postgres "$PG_BIN/pg_ctl" -D "$CLUSTER" -m fast -w stop >/dev/null 2>&1) || true; }

# crash_cluster DIR: stops it as a power cut would; start_cluster brings it back.
crash_cluster() { find_postgres && (cd / && as_postgres "$PG_BIN/pg_ctl" -D "$1" -m immediate -w stop >/dev/null); }
