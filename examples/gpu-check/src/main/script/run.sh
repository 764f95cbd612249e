#!/bin/sh
# Checks the CUDA engine on this machine: run.sh [JAVA_HOME [FASHION_MNIST_FOLDER]]. Exit status 0 when all numbers agree with the CPU engine.
here=$(cd "$(dirname "$0")" && pwd)
java=${1:-$JAVA_HOME}
exec "${java:+$java/bin/}java" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED $JACQUARD_OPTIONS -jar "$here/gpu-check.jar" $2
