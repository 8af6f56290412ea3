#!/usr/bin/env bash
# Smoke test of a running SCIM service: says what Microsoft Entra ID says, and checks the answers.
#
#   smoke.sh [BASE] [TOKEN]
#
#   BASE   the tenant URL; default http://localhost:8080/scim
#   TOKEN  a bearer token; default $SCIM_TOKEN, which is the better way, since `ps` shows arguments to everybody
#
# Needs bash (3.2 is enough) and curl. It creates two users and a group with random names and deletes them again, also
# when a step fails. Prints a line a step, then "N passed, N failed".
# Exit code: 0 when every step passed, 1 when one did not, 2 for wrong usage.
# shellcheck disable=SC2016 # '$ref' is a name of SCIM's, not a variable
set -u

usage() { sed -n '2,11s/^# \{0,1\}//p' "$0" >&2; exit 2; }

case ${1:-} in -h | --help) usage ;; esac
[ $# -le 2 ] || usage
base=${1:-http://localhost:8080/scim}
base=${base%%\?*}
while [ "${base%/}" != "$base" ]; do base=${base%/}; done
token=${2:-${SCIM_TOKEN:-}}
if [ -z "$token" ]; then
  echo "smoke.sh: no token. Set SCIM_TOKEN, or pass it as the second argument." >&2
  usage
fi

random() { od -An -N "$1" -tx1 /dev/urandom | tr -d ' \n'; }
uuid() { random 16 | sed -E 's/^(.{8})(.{4})(.{4})(.{4})/\1-\2-\3-\4-/'; }

run=$(random 6)
ada=smoke-ada-$run@example.com
ada_external=$(uuid)
grace=smoke-grace-$run@example.com
group="Smoke $run"
renamed="Smoke $run renamed"
ada_id='' grace_id='' group_id=''

core_user=urn:ietf:params:scim:schemas:core:2.0:User
enterprise_user=urn:ietf:params:scim:schemas:extension:enterprise:2.0:User

passed=0 failed=0 left=1
scratch=$(mktemp -d "${TMPDIR:-/tmp}/smoke.XXXXXX") || exit 1
chmod 700 "$scratch"

# Headers come from a file because `ps` shows arguments. Entra sends requests without a User-Agent, which some proxies refuse.
headers() { printf '%s\n' "Authorization: Bearer $1" 'Accept: application/scim+json' 'User-Agent:'; }
headers "$token" >"$scratch/headers"
headers "not-a-token-$run" >"$scratch/wrong"

request() { # request METHOD PATH [curl option...]: the answer is left in $status, $body and the file head
  local method=$1 path=$2
  shift 2
  : >"$scratch/body"
  : >"$scratch/head"
  status=$(curl -sS --connect-timeout 10 --max-time 30 -X "$method" -H "@$scratch/${credentials:-headers}" \
    -D "$scratch/head" -o "$scratch/body" -w '%{http_code}' "$@" "$base$path" 2>"$scratch/error") || status=000
  # One line, without the spaces between JSON's signs, so that the patterns below fit any layout.
  body=$(tr -d '\r\n' <"$scratch/body" | sed -E 's/"[[:space:]]*:[[:space:]]*/":/g; s/[[:space:]]*([][{},])[[:space:]]*/\1/g')
}

get() { local path=$1; shift; request GET "$path" "$@"; }
search() { # search PATH FILTER [NAME=VALUE]
  if [ $# -gt 2 ]; then
    request GET "$1" -G --data-urlencode "filter=$2" --data-urlencode "$3"
  else
    request GET "$1" -G --data-urlencode "filter=$2"
  fi
}
send() { request "$1" "$2" -H 'Content-Type: application/scim+json; charset=utf-8' --data-binary "$3"; }
patch() { # patch PATH OPERATIONS
  send PATCH "$1" "$(printf '{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[%s]}' "$2")"
}

fail() { # fail STEP REASON
  local line="FAIL $1: $2"
  line=${line//"$token"/***}
  printf '%s\n' "$line"
  failed=$((failed + 1))
  return 1
}

expect() { # expect STEP STATUS [PATTERN...]: extended regular expressions on the body; a leading ! says "not there"
  local step=$1 expected=$2 pattern
  shift 2
  case $status in
    "$expected") ;;
    000) fail "$step" "expected $expected, got no answer: $(tr '\n' ' ' <"$scratch/error")"; return ;;
    *) fail "$step" "expected $expected, got $status: $(printf '%.400s' "$body")"; return ;;
  esac
  if [ "$status" != 204 ] && ! grep -qi '^content-type: *application/scim+json' "$scratch/head"; then
    fail "$step" "expected application/scim+json, got $(grep -i '^content-type:' "$scratch/head" | tr -d '\r')"; return
  fi
  for pattern in "$@"; do
    case $pattern in
      !*) ! printf '%s' "$body" | grep -Eq -- "${pattern#!}" || { fail "$step" "did not expect ${pattern#!} in: $(printf '%.1200s' "$body")"; return; } ;;
      *) printf '%s' "$body" | grep -Eq -- "$pattern" || { fail "$step" "expected $pattern in: $(printf '%.1200s' "$body")"; return; } ;;
    esac
  done
  printf 'ok   %s\n' "$step"
  passed=$((passed + 1))
}

# The id is taken from Location: unlike the body it holds only one.
location_id() { grep -i '^location:' "$scratch/head" | tr -d '\r' | sed -E 's|.*/||'; }
expect_created() { # expect_created STEP [PATTERN...]
  local step=$1 id
  shift
  id=$(location_id)
  if [ "$status" = 201 ] && [ -z "$id" ]; then fail "$step" "no Location header"; return; fi
  expect "$step" 201 "\"id\":\"$id\"" "$@"
}

remove_found() { # remove_found PATH FILTER
  local id
  search "$1" "$2" attributes=id
  [ "$status" = 200 ] || return 0
  for id in $(printf '%s' "$body" | grep -Eo '"id":"[^"]+"' | cut -d'"' -f4); do request DELETE "$1/$id"; done
}

# By name and not by id, so that a resource whose answer was lost or refused goes too.
remove_all() {
  remove_found /Groups "displayName eq \"$group\""
  remove_found /Groups "displayName eq \"$renamed\""
  remove_found /Users "userName eq \"$ada\""
  remove_found /Users "userName eq \"$grace\""
}

finish() {
  trap - EXIT
  [ "$left" = 0 ] || remove_all
  rm -rf "$scratch"
  printf '%d passed, %d failed\n' "$passed" "$failed"
  if [ "$failed" -eq 0 ]; then exit 0; else exit 1; fi
}
trap finish EXIT
trap 'fail interrupted "stopped by a signal"; exit 1' HUP INT TERM

none='"totalResults":0[,}]'
one='"totalResults":1[,}]'

# Connection

search /Users "userName eq \"$(uuid)\""
if [ "$status" = 000 ]; then
  left=0
  expect 'test connection' 200
  exit
fi
expect 'test connection' 200 'urn:ietf:params:scim:api:messages:2\.0:ListResponse' "$none"

credentials=wrong get /Users
expect 'wrong token is refused' 401 'urn:ietf:params:scim:api:messages:2\.0:Error' '"status":"401"'

# Users

new_user=$(printf '{"schemas":["%s","%s"],"externalId":"%s","userName":"%s","active":true,"emails":[{"primary":true,"type":"work","value":"%s"}],"meta":{"resourceType":"User"},"name":{"formatted":"Ada Lovelace","familyName":"Lovelace","givenName":"Ada"},"roles":[]}' \
  $core_user $enterprise_user "$ada_external" "$ada" "$ada")
send POST /Users "$new_user"
expect_created 'create user' "\"userName\":\"$ada\"" "\"externalId\":\"$ada_external\"" '"active":true' '"resourceType":"User"' || exit
ada_id=$(location_id)

send POST /Users "$new_user"
expect 'second user of one userName is refused' 409 '"scimType":"uniqueness"' '"status":"409"'

get "/Users/$ada_id"
expect 'read user' 200 "\"id\":\"$ada_id\"" '"familyName":"Lovelace"'

get "/Users?filter=userName+eq+%22$ada%22"
expect 'match by userName' 200 "$one" "\"id\":\"$ada_id\""

search /Users "userName eq \"$(printf '%s' "$ada" | tr '[:lower:]' '[:upper:]')\""
expect 'match by userName in other case' 200 "$one" "\"id\":\"$ada_id\""

search /Users "externalId eq \"$ada_external\""
expect 'match by externalId' 200 "$one" "\"id\":\"$ada_id\""

search /Users "emails[type eq \"work\"].value eq \"$ada\""
expect 'match by work e-mail' 200 "$one" "\"id\":\"$ada_id\""

work=smoke-countess-$run@example.com
patch "/Users/$ada_id" "$(printf '{"op":"Replace","path":"emails[type eq \\"work\\"].value","value":"%s"},{"op":"Replace","path":"name.familyName","value":"King"}' "$work")"
expect 'patch user, an operation per attribute' 200 "\"value\":\"$work\"" '"familyName":"King"' '"givenName":"Ada"'

search /Users "emails[type eq \"work\"].value eq \"$work\""
expect 'match by the new work e-mail' 200 "$one" "\"id\":\"$ada_id\""

patch "/Users/$ada_id" '{"op":"Add","path":"phoneNumbers[type eq \"mobile\"].value","value":"555-0100"}'
expect 'patch user, an element that was not there' 200 '"type":"mobile"' '"value":"555-0100"' '"type":"work"'

patch "/Users/$ada_id" "$(printf '{"op":"replace","value":{"displayName":"Ada King","name.givenName":"Augusta","%s:department":"Engines"}}' $enterprise_user)"
expect 'patch user, one operation without path' 200 '"displayName":"Ada King"' '"givenName":"Augusta"' '"department":"Engines"' '"familyName":"King"'

patch "/Users/$ada_id" '{"op":"Replace","path":"active","value":"False"}'
expect 'deactivate user' 200 '"active":false'

get "/Users/$ada_id"
expect 'read deactivated user' 200 '"active":false'

search /Users "userName eq \"$ada\""
expect 'match deactivated user' 200 "$one" '"active":false'

patch "/Users/$ada_id" '{"op":"replace","path":"active","value":true}'
expect 'restore user' 200 '"active":true' "\"id\":\"$ada_id\""

# Manager

send POST /Users "$(printf '{"schemas":["%s"],"externalId":"%s","userName":"%s","active":true}' $core_user "$(uuid)" "$grace")"
expect_created 'create second user' "\"userName\":\"$grace\"" || exit
grace_id=$(location_id)

manager() { printf '{"op":"%s","path":"%s:manager","value":"%s"}' "$1" $enterprise_user "$2"; }
managed_by() { printf '"manager":\\{[^{}]*"value":"%s"' "$1"; }

patch "/Users/$ada_id" "$(manager Add "$grace_id")"
expect 'set manager' 200 "$(managed_by "$grace_id")"

search /Users "id eq \"$ada_id\" and manager eq \"$grace_id\"" attributes=id
expect 'find user by id and manager' 200 "$one" "\"id\":\"$ada_id\""

patch "/Users/$ada_id" "$(manager Replace "$ada_id")"
expect 'replace manager' 200 "$(managed_by "$ada_id")" "!$(managed_by "$grace_id")"

patch "/Users/$ada_id" "$(manager Replace '')"
expect 'remove manager' 200 '!"manager"' '"department":"Engines"'

# Groups

new_group=$(printf '{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group","http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],"externalId":"%s","displayName":"%s","meta":{"resourceType":"Group"}}' \
  "$(uuid)" "$group")
send POST /Groups "$new_group"
expect_created 'create group' "\"displayName\":\"$group\"" '"resourceType":"Group"' || exit
group_id=$(location_id)

send POST /Groups "$new_group"
expect 'second group of one displayName is refused' 409 '"scimType":"uniqueness"'

patch "/Groups/$group_id" "$(printf '{"op":"Add","path":"members","value":[{"$ref":null,"value":"%s"},{"$ref":null,"value":"%s"}]}' "$ada_id" "$grace_id")"
expect 'add members' 204

get "/Groups/$group_id"
expect 'read group with members' 200 "\"value\":\"$ada_id\"" "\"value\":\"$grace_id\""

search /Groups "displayName eq \"$group\"" excludedAttributes=members
expect 'find group without members' 200 "$one" "\"id\":\"$group_id\"" '!"members"'

get "/Groups/$group_id?excludedAttributes=members"
expect 'read group without members' 200 "\"displayName\":\"$group\"" '!"members"'

search /Groups "id eq \"$group_id\" and members eq \"$ada_id\"" attributes=id
expect 'find group by id and member' 200 "$one" "\"id\":\"$group_id\""

patch "/Groups/$group_id" "$(printf '{"op":"Remove","path":"members","value":[{"$ref":null,"value":"%s"}]}' "$ada_id")"
expect 'remove member, by value' 204

get "/Groups/$group_id"
expect 'only that member is gone' 200 "\"value\":\"$grace_id\"" "!$ada_id"

patch "/Groups/$group_id" "$(printf '{"op":"add","path":"members","value":[{"value":"%s"}]}' "$ada_id")"
expect 'add member, lower-case dialect' 204

patch "/Groups/$group_id" "$(printf '{"op":"remove","path":"members[value eq \\"%s\\"]"}' "$grace_id")"
expect 'remove member, by path' 204

get "/Groups/$group_id"
expect 'only the other member is gone' 200 "\"value\":\"$ada_id\"" "!$grace_id"

search /Groups "id eq \"$group_id\" and members eq \"$grace_id\"" attributes=id
expect 'former member is not found' 200 "$none"

patch "/Groups/$group_id" "$(printf '{"op":"replace","value":{"displayName":"%s"}}' "$renamed")"
expect 'rename group, without path' 204

patch "/Groups/$group_id" "$(printf '{"op":"Replace","path":"displayName","value":"%s"}' "$group")"
expect 'rename group, by path' 204

get "/Groups/$group_id"
expect 'read renamed group' 200 "\"displayName\":\"$group\"" "\"value\":\"$ada_id\""

# Lists and bulk

request GET /Users -G --data-urlencode "filter=userName eq \"$ada\" or userName eq \"$grace\"" -d sortBy=userName -d count=1 -d cursor=
expect 'first page by cursor' 200 '"totalResults":2[,}]' "\"id\":\"$ada_id\"" '"nextCursor":"[A-Za-z0-9._~-]+"'

send POST /.search "$(printf '{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"filter":"userName eq \\"%s\\" or displayName eq \\"%s\\"","attributes":["meta.resourceType"]}' "$grace" "$group")"
expect 'search over all types' 200 '"totalResults":2[,}]' '"resourceType":"User"' '"resourceType":"Group"'

request PATCH "/Users/$ada_id" -H 'If-Match: W/"0"' -H 'Content-Type: application/scim+json' --data-binary '{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"remove","path":"displayName"}]}'
expect 'change of another version is refused' 412 '"status":"412"'

send POST /Bulk "$(printf '{"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"Operations":[{"method":"PATCH","path":"/Groups/%s","data":{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"add","path":"members","value":[{"value":"%s"}]}]}},{"method":"DELETE","path":"/Users/nobody"}]}' "$group_id" "$grace_id")"
expect 'bulk, one operation done and one not' 200 '"status":"20[04]"' '"status":"404"'

# Deletion

request DELETE "/Groups/$group_id"
expect 'delete group' 204

get "/Groups/$group_id"
expect 'deleted group is gone' 404 '"status":"404"'

request DELETE "/Users/$ada_id"
expect 'delete user' 204

request DELETE "/Users/$ada_id"
expect 'delete user again' 404 '"status":"404"'

request DELETE "/Users/$grace_id"
expect 'delete second user' 204

search /Users "userName eq \"$ada\" or userName eq \"$grace\""
expect 'no trace of the users' 200 "$none"

search /Groups "displayName eq \"$group\" or displayName eq \"$renamed\""
expect 'no trace of the group' 200 "$none"

[ "$failed" -gt 0 ] || left=0
