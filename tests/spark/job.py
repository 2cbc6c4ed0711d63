"""Pipes acts through `lacuna stream` on a cluster of two executors, kills one of them, compares with one process."""
import json
import os
import signal
import subprocess
import sys
import threading
import time

from pyspark.sql import SparkSession

lacuna, acts, one = sys.argv[1:4]
spark = (
    SparkSession.builder.master("local-cluster[2,1,1024]")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.ui.enabled", "false")
    .config("spark.executor.memory", "768m")
    .getOrCreate()
)
spark.sparkContext.setLogLevel("ERROR")


def executors():
    """Processes of this cluster's executors, which are children of children of ours."""
    found = []
    listed = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    processes = {int(line.split(None, 2)[0]): (int(line.split(None, 2)[1]), line) for line in listed.splitlines()}
    for pid, (parent, line) in processes.items():
        if "CoarseGrainedExecutorBackend" not in line or "java" not in line:
            continue
        above = parent
        while above in processes and above not in (os.getpid(), 1):
            above = processes[above][0]
        if above == os.getpid():
            found.append(pid)
    return sorted(found)


killed = []
ended = threading.Event()


def kill_one():
    while not ended.is_set():
        busy = executors()
        piped = subprocess.run(["pgrep", "-f", f"^{lacuna} stream"], capture_output=True, text=True).stdout.split()
        if busy and piped:
            time.sleep(1.0)
            os.kill(busy[0], signal.SIGKILL)
            killed.append(busy[0])
            return
        time.sleep(0.1)


start = time.time()
killer = threading.Thread(target=kill_one)
killer.start()
lines = spark.sparkContext.textFile(acts, 16).pipe(f"{lacuna} stream").collect()
ended.set()
killer.join()
took = time.time() - start
spark.stop()


def content(line):
    result = json.loads(line)
    # Lines are counted within a partition.
    number = result.pop("line")
    if result["path"] == f"line {number}":
        result["path"] = ""
    return json.dumps(result, sort_keys=True)


with open(one, encoding="utf-8") as file:
    expected = [content(line) for line in file]
got = [content(line) for line in lines]
print(f"cluster of two executors: {len(got)} acts in {took:.1f} s, start and loss included; killed executors: {len(killed)}")
if not killed:
    sys.exit("no executor was killed: give more ACTS")
if got != expected:
    sys.exit("the results differ from those of one process")
print("the results are those of one process, line by line")
