#!/bin/sh
# Builds the clients of other languages into build/clients: those that replay the corpus (tests/conformance) and the
# examples. `tools/clients.sh install` first gets what that takes from Debian's packages. What cannot be had is named,
# and the clients that need it are not built. Where all is built already, this takes no time.
set -eu

cd "$(dirname "$0")/.."
folder=build/clients
contract="proto/resolver/v1/answer.proto proto/resolver/v1/context.proto proto/resolver/v1/resolver_service.proto
proto/resolver/v1/rulebook_service.proto"
details="third_party/googleapis/google/rpc/status.proto third_party/googleapis/google/rpc/error_details.proto"
jars=/usr/share/java
protoc=/usr/bin/protoc # the one that fits the packages, whatever else is on PATH

install() { # $1: what tells that it is there already, $2: what is not tested without it, then its packages
    sign=$1 untested=$2
    shift 2
    if [ -e "$sign" ] || command -v "$sign" >/dev/null; then
        return
    fi
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "no $sign, and it cannot be installed here: $untested will not be tested" >&2
    elif ! { apt-get -qq update && apt-get -qq install -y --no-install-recommends "$@"; } >/dev/null; then
        echo "$sign could not be installed: $untested will not be tested" >&2
    fi
}

install_all() {
    export DEBIAN_FRONTEND=noninteractive
    install curl "JSON through Envoy" curl
    install node "the Node client" nodejs npm
    install $jars/grpc-netty.jar "the Java client" default-jdk-headless protobuf-compiler libprotobuf-dev \
        protobuf-compiler-grpc-java-plugin libgrpc-java libnetty-java libperfmark-java libprotobuf-java libguava-java \
        libgoogle-gson-java libgeronimo-annotation-1.3-spec-java
    install /usr/share/gocode/src/google.golang.org/grpc "the Go client" golang-go protobuf-compiler libprotobuf-dev \
        protoc-gen-go-1-5 golang-google-grpc-dev golang-google-protobuf-dev golang-google-genproto-dev \
        golang-github-golang-protobuf-1-5-dev
}

# Whether a client has to be built: its programs are there, and the files it is made of have changed.
wanted() { # $1: the client, $2: its programs, then its files
    client=$1 programs=$2
    shift 2
    for program in $programs; do
        if ! command -v "$program" >/dev/null && ! [ -e "$program" ]; then
            echo "NOT TESTED: $client clients, as there is no $program here (tools/clients.sh install gets it on Debian)" >&2
            rm -rf "${folder:?}/$client"
            return 1
        fi
    done
    stamp=$(cat "$@" tools/clients.sh | cksum)
    if [ "$stamp" = "$(cat "$folder/$client/built" 2>/dev/null)" ]; then
        return 1
    fi
    echo "building the $client clients" >&2
    rm -rf "${folder:?}/$client"
    mkdir -p "$folder/$client"
}

built() { # $1: the client
    echo "$stamp" >"$folder/$1/built"
}

npm_packages() { # $1: the folder of a package.json
    (cd "$1" && npm install --no-package-lock --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null)
}

if [ "${1:-}" = install ]; then
    install_all
fi
mkdir -p "$folder"

.venv/bin/python -m grpc_tools.protoc --proto_path=proto --proto_path=third_party/googleapis \
    --include_imports --descriptor_set_out=$folder/contract.binpb $contract $details

if wanted node "node npm" tests/conformance/node/package.json examples/node/package.json; then
    npm_packages tests/conformance/node
    npm_packages examples/node
    built node
fi

if wanted java "javac $protoc grpc_java_plugin $jars/grpc-netty.jar $jars/gson.jar" \
    $contract $details tests/conformance/java/*.java examples/java/*.java; then
    generated=$folder/java/generated
    mkdir "$generated"
    # The details come from here, too: those of the packages may be older than some of their fields.
    $protoc --proto_path=proto --proto_path=third_party/googleapis --java_out="$generated" --grpc-java_out="$generated" \
        --plugin=protoc-gen-grpc-java="$(command -v grpc_java_plugin)" $contract $details
    for name in grpc-api grpc-context grpc-core grpc-netty grpc-protobuf grpc-protobuf-lite grpc-stub guava \
        gson protobuf protobuf-util perfmark-api netty-buffer netty-codec netty-codec-http netty-codec-http2 \
        netty-codec-socks netty-common netty-handler netty-handler-proxy netty-resolver netty-transport \
        netty-transport-native-unix-common geronimo-annotation-1.3-spec; do
        printf '%s/%s.jar:' $jars $name
    done >"$folder/java/classpath"
    javac -nowarn -d "$folder/java/classes" -cp "$(cat $folder/java/classpath)" \
        $(find "$generated" -name '*.java') tests/conformance/java/*.java examples/java/*.java
    built java
fi

if wanted go "go $protoc protoc-gen-go /usr/share/gocode/src/google.golang.org/grpc" \
    $contract $details tests/conformance/go/*.go; then
    mkdir -p $folder/go/src
    $protoc --proto_path=proto --proto_path=third_party/googleapis --go_out=$folder/go/src $contract \
        third_party/googleapis/google/rpc/error_details.proto
    GO111MODULE=off GOFLAGS= GOPATH=$PWD/$folder/go:/usr/share/gocode GOCACHE=$PWD/$folder/go/cache \
        go build -o $folder/go/replay tests/conformance/go/replay.go
    built go
fi
