# shellcheck shell=bash
# What ./test and ./drill share: the programs they need, a throwaway PostgreSQL, stages with their
# times, and the count of tests. To be sourced from the root of the tree.

POSTGRES_MIN=15
PACKAGES=(postgresql chromium chromium-driver fonts-noto-cjk fontconfig strace z3)

STAGES=()          # name, outcome and seconds of each stage that ran
PASSED=0           # tests passed, over all stages
FAILED=0           # tests failed; a stage that failed without a failing test counts as one
POSTGRES_DIR=''    # the temporary folder of the server
POSTGRES_BIN=''    # its programs
LOGS=target/test-logs

say() { printf '%s\n' "$*"; }

die() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

# ---- programs -------------------------------------------------------------------------------

# Prints the folder of the newest PostgreSQL server programs that are new enough.
postgres_programs() {
    local folder version
    for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -t/ -k5 -rn); do
        version=$(basename "$(dirname "$folder")")
        if [[ $version =~ ^[0-9]+$ && -x $folder/initdb ]] && ((version >= POSTGRES_MIN)); then
            printf '%s\n' "$folder"
            return 0
        fi
    done
    return 1
}

has_chinese_font() {
    command -v fc-list >/dev/null && [[ -n $(fc-list :lang=zh-cn family) ]]
}

# Prints what is missing of the things that Debian packages bring, one word each.
missing_things() {
    postgres_programs >/dev/null || say "PostgreSQL-$POSTGRES_MIN-or-newer"
    command -v chromium >/dev/null || say chromium
    command -v chromedriver >/dev/null || say chromedriver
    command -v strace >/dev/null || say strace
    command -v z3 >/dev/null || say z3
    has_chinese_font || say a-Chinese-font
}

as_root() {
    if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi
}

may_install() {
    command -v apt-get >/dev/null || return 1
    ((EUID == 0)) || { command -v sudo >/dev/null && sudo -n true 2>/dev/null; }
}

# Installs what is missing, or prints the line to run and fails.
need_packages() {
    local missing
    missing=$(missing_things | paste -sd' ')
    [[ -z $missing ]] && return 0
    local command="apt-get update && apt-get install -y --no-install-recommends ${PACKAGES[*]}"
    say "missing: $missing"
    may_install || die "run this as root, then try again: $command"
    say "installing: ${PACKAGES[*]}"
    mkdir -p "$LOGS"
    if ! as_root env DEBIAN_FRONTEND=noninteractive sh -c "$command" >"$LOGS/install.log" 2>&1; then
        tail -n 20 "$LOGS/install.log" >&2
        die "the packages could not be installed ($LOGS/install.log)"
    fi
    missing=$(missing_things | paste -sd' ')
    [[ -z $missing ]] || die "still missing after the installation: $missing"
}

# The toolchain itself is the one thing that must be there already.
need_toolchain() {
    local program
    for program in cargo cc git; do
        command -v "$program" >/dev/null || die "\`$program\` is missing: install Rust, a C compiler and git"
    done
    cargo fmt --version >/dev/null 2>&1 || die "rustfmt is missing: rustup component add rustfmt"
    cargo clippy --version >/dev/null 2>&1 || die "clippy is missing: rustup component add clippy"
}

# ---- PostgreSQL -----------------------------------------------------------------------------

# The user that runs the server: it refuses to run as root.
postgres_user() {
    if ((EUID != 0)); then
        id -un
    elif id postgres >/dev/null 2>&1; then
        say postgres
    else
        say nobody
    fi
}

as_postgres() {
    if ((EUID == 0)); then
        (cd "$POSTGRES_DIR" && runuser -u "$(postgres_user)" -- "$@")
    else
        (cd "$POSTGRES_DIR" && "$@")
    fi
}

is_free_port() {
    ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

free_port() {
    local port
    for _ in {1..50}; do
        port=$((20000 + RANDOM % 12000))
        is_free_port "$port" && say "$port" && return 0
    done
    return 1
}

# Starts a server that only this run knows, and exports SHANGYUN_TEST_PG.
start_postgres() {
    local secret port
    POSTGRES_BIN=$(postgres_programs) || die "no PostgreSQL server of version $POSTGRES_MIN or newer"
    POSTGRES_DIR=$(mktemp -d "${TMPDIR:-/tmp}/shangyun-pg.XXXXXX")
    trap stop_postgres EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    secret=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    (umask 077 && printf '%s\n' "$secret" >"$POSTGRES_DIR/secret")
    ((EUID != 0)) || chown -R "$(postgres_user)" "$POSTGRES_DIR"
    as_postgres "$POSTGRES_BIN/initdb" --pgdata="$POSTGRES_DIR/data" --username=shangyun \
        --pwfile="$POSTGRES_DIR/secret" --auth=scram-sha-256 --locale=C --encoding=UTF8 \
        --no-sync >"$POSTGRES_DIR/initdb.log" 2>&1 ||
        die "initdb failed: $(tail -n 5 "$POSTGRES_DIR/initdb.log")"
    for _ in {1..5}; do
        port=$(free_port) || continue
        if as_postgres "$POSTGRES_BIN/pg_ctl" start --wait --silent --pgdata="$POSTGRES_DIR/data" \
            --log="$POSTGRES_DIR/server.log" --options="-p $port -h 127.0.0.1 -k $POSTGRES_DIR \
-c fsync=on -c synchronous_commit=on -c max_connections=200" </dev/null >/dev/null 2>&1; then
            export SHANGYUN_TEST_PG="postgresql://shangyun:$secret@127.0.0.1:$port/postgres"
            export PATH="$POSTGRES_BIN:$PATH"
            return 0
        fi
    done
    die "PostgreSQL does not start: $(tail -n 5 "$POSTGRES_DIR/server.log")"
}

stop_postgres() {
    [[ -n $POSTGRES_DIR ]] || return 0
    if [[ -f $POSTGRES_DIR/data/postmaster.pid ]]; then
        as_postgres "$POSTGRES_BIN/pg_ctl" stop --mode=immediate --silent \
            --pgdata="$POSTGRES_DIR/data" >/dev/null 2>&1 || true
    fi
    rm -rf "$POSTGRES_DIR"
    POSTGRES_DIR=''
}

# ---- stages ---------------------------------------------------------------------------------

# stage NAME COMMAND...: runs it, prints its time, remembers its outcome, goes on after a failure.
stage() {
    local name=$1 started=$SECONDS failed_before=$FAILED outcome=ok
    shift
    say "== $name"
    "$@" || outcome=FAILED
    if [[ $outcome == FAILED ]] && ((FAILED == failed_before)); then
        FAILED=$((FAILED + 1))
    fi
    say "== $name: $outcome, $((SECONDS - started)) s"
    STAGES+=("$(printf '%-8s %-6s %5d s' "$name" "$outcome" $((SECONDS - started)))")
}

# Leaves out what nobody reads when all is well: each passing test, and the compiler's progress.
# A failure, a warning and each binary's result line stay.
quieter() {
    awk '/^test .* \.\.\. ok$/ || /^running [0-9]+ tests?$/ || /^warning: profile package spec/ || /^$/ { next }
         /^ *(Compiling|Checking|Downloading|Downloaded|Updating|Locking|Adding|Blocking|Fresh|Finished) / { next }
         { print; fflush() }'
}

# run_tests LOG ARGUMENTS...: `cargo test` with these arguments; adds to PASSED and FAILED.
# Fails on a failing test, on none at all, and on a test left out.
run_tests() {
    local log=$LOGS/$1 status=0 passed failed left_out
    shift
    mkdir -p "$LOGS"
    cargo test --no-fail-fast "$@" 2>&1 </dev/null | tee "$log" | quieter || status=$?
    read -r passed failed < <(awk '/^test result: / {
        for (i = 2; i <= NF; i++) { if ($i ~ /^passed/) p += $(i - 1); if ($i ~ /^failed/) f += $(i - 1) }
    } END { print p + 0, f + 0 }' "$log")
    PASSED=$((PASSED + passed))
    FAILED=$((FAILED + failed))
    # Only the long runs may wait for ./drill.
    left_out=$(grep -E '^test .* \.\.\. ignored' "$log" | grep -vE '^test ([^ ]*::)?drill_' || true)
    if [[ -n $left_out ]]; then
        say "left out, which no test may be but a drill_:" "$left_out"
        status=1
    fi
    if ((passed + failed == 0)); then
        say "no test ran"
        status=1
    fi
    return "$status"
}

# Prints what happened, the count last; fails when anything failed.
summary() {
    say "== summary (logs in $LOGS)"
    printf '   %s\n' "${STAGES[@]}"
    say "$PASSED passed, $FAILED failed"
    ((FAILED == 0))
}
