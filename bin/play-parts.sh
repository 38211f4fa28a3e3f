# Starts services in the background and waits for their boot lines. To be sourced after place.sh.

# start_and_wait ROLE LINE ARGUMENT...: starts the service; 0 when the line has been said. When it
# ends instead, or takes more than a minute, its last words are in $out, and shown.
start_and_wait() {
    play_role=$1 play_line=$2
    shift 2
    mkdir -p "$log_dir" || return 1
    out=$log_dir/$play_role.out
    nohup sh "$bin/mq$play_role" "$@" >"$out" 2>&1 </dev/null &
    play_pid=$!
    play_end=$(($(date +%s) + 60))
    until grep -q "$play_line" "$out"; do
        if ! kill -0 "$play_pid" 2>/dev/null; then
            tail -n 20 "$out" >&2
            return 1
        fi
        if [ "$(date +%s)" -ge "$play_end" ]; then
            tail -n 20 "$out" >&2
            echo "mq$play_role hasn't said within a minute that it serves; it is stopped." >&2
            kill "$play_pid"
            return 1
        fi
        sleep 0.1 2>/dev/null || sleep 1
    done
    grep "$play_line" "$out"
}
