#!/bin/sh
# Checks the CUDA engine on this machine: run.sh [JAVA_HOME [FASHION_MNIST_FOLDER]]. JACQUARD_OPTIONS holds further options of the virtual machine.
# Exit status: 0 all numbers agree with the CPU engine, 1 some differ or a row failed, 2 there is no card, 3 a row did not come to an end.
here=$(cd "$(dirname "$0")" && pwd)
java=${1:-$JAVA_HOME}
exec "${java:+$java/bin/}java" --add-modules jdk.incubator.vector --enable-native-access=ALL-UNNAMED $JACQUARD_OPTIONS -jar "$here/gpu-check.jar" ${2:+"$2"}
