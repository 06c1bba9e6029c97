#!/bin/sh
# Writes a complete NGINX configuration: render.sh TARGET_FOLDER, with the settings below in the environment. Then
#   nginx -p TARGET_FOLDER -c TARGET_FOLDER/nginx.conf
#
# EDGE_SERVERS          servers as host:port, separated by spaces. Needed.
# EDGE_HTTPS            where to listen with TLS, as in "443 [::]:443"; with EDGE_CERTIFICATE and EDGE_CERTIFICATE_KEY (PEM files)
# EDGE_HTTP             where to listen without; with EDGE_HTTPS it only leads there. Default 8080 when EDGE_HTTPS is not set
# EDGE_SERVER_NAME      host names. Default: any
# EDGE_PUBLIC_SCHEME    how people reach it; https when TLS ends at a balancer before it. Default: by EDGE_HTTPS
# EDGE_WEB_ROOT         folder of the built web app (apps/web/dist). Default: what JetStream serves itself
# EDGE_MEDIA_ROOTS      folders of music on this machine, separated as in PATH: those of JETSTREAM_MUSIC and JETSTREAM_UPLOADS, and demo-album beside the uploads
# EDGE_PROXIES          addresses or networks of balancers in front, separated by spaces
# EDGE_PUBLIC_COVERS    true keeps covers (with JETSTREAM_PUBLIC_COVERS=true)
# EDGE_COVER_CACHE      how much of them. Default 2g
# EDGE_SEGMENT_CACHE    how much of the parts of music that were played. Default 2g
# EDGE_UPLOAD_LIMIT     of one request of an upload. Default 2g
# EDGE_RESOURCE_POLICY  cross-origin with JETSTREAM_ALLOWED_ORIGINS. Default same-origin
# EDGE_PLAY_ORIGINS     with JETSTREAM_S3_DIRECT_PLAY or JETSTREAM_MEDIA_ORIGIN: origins of the buckets and of media, separated by spaces
# EDGE_SIGN_IN_RATE, EDGE_SIGN_IN_BURST  attempts of one address. Default 60r/m, 60
# EDGE_ACCESS_LOG       Default /dev/stdout
# EDGE_STATE            folder for caches and what arrives. Default: TARGET_FOLDER/state
# EDGE_MODULES          folder of NGINX's modules. Default /usr/lib/nginx/modules
# EDGE_USER             user of the workers when the master runs as root
# Lists of words are split on purpose.
# shellcheck disable=SC2086
set -eu

source=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
target=${1:?usage: render.sh TARGET_FOLDER}
fail() { printf 'render.sh: %s\n' "$1" >&2; exit 2; }
case $target in /*) ;; *) fail 'the target folder must be absolute' ;; esac
: "${EDGE_SERVERS:?render.sh: name the servers in EDGE_SERVERS}"
modules=${EDGE_MODULES:-/usr/lib/nginx/modules}
state=${EDGE_STATE:-$target/state}
newline='
'

# NGINX reads $ in quotes as the beginning of a variable, and has no way to write one.
quote() {
  case $1 in *\$* | *"$newline"*) fail "NGINX cannot serve a path with a dollar sign or a line end: $1" ;; esac
  printf '"%s"' "$(printf '%s' "$1" | sed 's/[\\"]/\\&/g')"
}
plain() {
  case $2 in *[!A-Za-z0-9._:/@%\[\]\ *~-]*) fail "$1 has a character that does not belong there: $2" ;; esac
}
for name in EDGE_SERVERS EDGE_HTTPS EDGE_HTTP EDGE_SERVER_NAME EDGE_PROXIES EDGE_COVER_CACHE EDGE_SEGMENT_CACHE EDGE_UPLOAD_LIMIT \
  EDGE_SIGN_IN_RATE EDGE_SIGN_IN_BURST EDGE_USER EDGE_PLAY_ORIGINS; do
  eval "plain $name \"\${$name:-}\""
done

lines() { # lines PREFIX SUFFIX WORD...: one directive for each word
  prefix=$1 suffix=$2
  shift 2
  for word in "$@"; do printf '%s%s%s\n' "$prefix" "$word" "$suffix"; done
}
set -f # Words are split, never taken for names of files.

servers=$(lines 'server ' ' max_fails=2 fail_timeout=5s;' $EDGE_SERVERS)
networks=$(lines '' ' 1;' ${EDGE_PROXIES:-})
real_ip=$(lines 'set_real_ip_from ' ';' ${EDGE_PROXIES:-})

redirect=
if [ -n "${EDGE_HTTPS:-}" ]; then
  : "${EDGE_CERTIFICATE:?render.sh: TLS needs EDGE_CERTIFICATE}" "${EDGE_CERTIFICATE_KEY:?render.sh: TLS needs EDGE_CERTIFICATE_KEY}"
  listen="$(lines 'listen ' ' ssl http2;' $EDGE_HTTPS)
    ssl_certificate $(quote "$EDGE_CERTIFICATE");
    ssl_certificate_key $(quote "$EDGE_CERTIFICATE_KEY");
    include tls.conf;"
  if [ -n "${EDGE_HTTP:-}" ]; then
      redirect="server {
    $(lines 'listen ' ';' $EDGE_HTTP)
    server_name ${EDGE_SERVER_NAME:-_};
    location / {
      return 308 https://\$host\$request_uri;
    }
    location = /edge-health {
      access_log off;
      default_type text/plain;
      return 200 ok;
    }
  }"
  fi
else
  listen=$(lines 'listen ' ';' ${EDGE_HTTP:-8080})
fi
scheme=${EDGE_PUBLIC_SCHEME:-${EDGE_HTTPS:+https}}

load=''
brotli=''
compression='gzip_static on;'
if [ -e "$modules/ngx_http_brotli_filter_module.so" ] && [ -e "$modules/ngx_http_brotli_static_module.so" ]; then
  load="load_module $(quote "$modules/ngx_http_brotli_filter_module.so");
load_module $(quote "$modules/ngx_http_brotli_static_module.so");"
  brotli='include brotli.conf;'
  compression="brotli_static on;
$compression"
fi

media=
has_top=
IFS=:
for root in ${EDGE_MEDIA_ROOTS:-}; do
  # Buckets are JetStream's, and `s3://bucket` falls apart at its colon.
  case $root in /*) ;; *) continue ;; esac
  case $root in //*) continue ;; esac
  root=${root%/}
  [ -n "$root" ] || has_top=yes
  media="$media
    location ^~ $(quote "/_media$root/") {
      internal;
      alias $(quote "$root/");
      include media.conf;
    }"
done
unset IFS
[ -n "$has_top" ] || media="$media
    location ^~ /_media/ {
      internal;
      error_page 404 =410 @media_missing;
      return 404;
    }"

umask 022
mkdir -p "$target" "$state"
set +f
cp "$source"/*.conf "$target"/
printf '%s\n' "$compression" >"$target/static-compression.conf"
sed -e "s/@RESOURCE_POLICY@/${EDGE_RESOURCE_POLICY:-same-origin}/" \
  -e "s| @PLAY_ORIGINS@|${EDGE_PLAY_ORIGINS:+ $EDGE_PLAY_ORIGINS}|g" \
  "$source/security-headers-${scheme:-http}.conf" >"$target/security-headers.conf"
rm -f "$target"/security-headers-http.conf "$target"/security-headers-https.conf

# Within quotes already.
state_quotable=$(quote "$state" | sed 's/^"//; s/"$//')
covers=
[ "${EDGE_PUBLIC_COVERS:-false}" != true ] || covers='include covers.conf;'
access_log=$(quote "${EDGE_ACCESS_LOG:-/dev/stdout}")
web_root=$(quote "${EDGE_WEB_ROOT:-$state/no-web-app}")

EDGE_FILL_USER=${EDGE_USER:+user $EDGE_USER;} EDGE_FILL_MODULES=$load EDGE_FILL_STATE=$state_quotable EDGE_FILL_ACCESS_LOG=$access_log \
  EDGE_FILL_PROXY_NETWORKS=$networks EDGE_FILL_REAL_IP=$real_ip EDGE_FILL_BROTLI=$brotli \
  EDGE_FILL_SIGN_IN_RATE=${EDGE_SIGN_IN_RATE:-60r/m} EDGE_FILL_SIGN_IN_BURST=${EDGE_SIGN_IN_BURST:-60} \
  EDGE_FILL_COVER_CACHE=${EDGE_COVER_CACHE:-2g} EDGE_FILL_SEGMENT_CACHE=${EDGE_SEGMENT_CACHE:-2g} EDGE_FILL_SERVERS=$servers EDGE_FILL_REDIRECT=$redirect \
  EDGE_FILL_LISTEN=$listen EDGE_FILL_SERVER_NAME=${EDGE_SERVER_NAME:-_} EDGE_FILL_WEB_ROOT=$web_root \
  EDGE_FILL_UPLOAD_LIMIT=${EDGE_UPLOAD_LIMIT:-2g} EDGE_FILL_COVERS=$covers EDGE_FILL_MEDIA=$media \
  awk '
    {
      rest = $0
      line = ""
      while (match(rest, /@[A-Z_]+@/)) {
        name = "EDGE_FILL_" substr(rest, RSTART + 1, RLENGTH - 2)
        if (!(name in ENVIRON)) { print "render.sh: " name " is not set" > "/dev/stderr"; exit 1 }
        line = line substr(rest, 1, RSTART - 1) ENVIRON[name]
        rest = substr(rest, RSTART + RLENGTH)
      }
      print line rest
    }' "$source/nginx.conf.in" >"$target/nginx.conf"
