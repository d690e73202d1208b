#!/usr/bin/env python3
"""A minimal worker in Python, with nothing but the standard library.

It speaks the server's HTTP protocol for workers (see docs/http-workers.md) as far as a worker needs that runs one
processor per instance (execute type STANDALONE):

    python3 worker.py --app my-app --server 127.0.0.1:7700 --address 127.0.0.1:27777

A processor is a function that takes a Run and returns a text, the result; if it raises, the run has failed. A job
names it in processorInfo. Add yours to PROCESSORS.
"""

import argparse
import base64
import json
import logging
import os
import shutil
import threading
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LOG = logging.getLogger("worker")
RUNNING, FAILED, SUCCEEDED = 3, 4, 5
DEBUG, INFO, WARN, ERROR = 1, 2, 3, 4

HEARTBEAT_SECONDS = 10
REPORT_SECONDS = 10
REPEAT_SECONDS = 3
MOST_RUNS = 64
LONGEST_RESULT = 8192


def millis():
    return int(time.time() * 1000)


class Stopped(Exception):
    """The server has stopped the run."""


class Run:
    """One run of an instance, as its processor sees it."""

    def __init__(self, command):
        self.instance_id = command["instanceId"]
        self.job_id = command["jobId"]
        self.workflow_id = command.get("wfInstanceId")
        self.processor = command.get("processorInfo") or ""
        self.job_params = command.get("jobParams")
        self.instance_params = command.get("instanceParams")
        self.start_time = millis()
        self.stopping = threading.Event()
        self.lines = []

    def log(self, level, text):
        """Adds a line to the run's online log."""
        self.lines.append(
            {"instanceId": self.instance_id, "logTime": millis(), "logLevel": level, "logContent": text}
        )

    def sleep(self, seconds):
        """Sleeps, unless the run is stopped. Long processors should look at self.stopping too."""
        if self.stopping.wait(seconds):
            raise Stopped("stopped by the server")


class Server:
    """The servers of a PowerJob installation; one of them is talked to at a time."""

    def __init__(self, addresses, app, own_address):
        self.addresses = addresses
        self.app = app
        self.own_address = own_address
        self.current = None
        self.app_id = self._first(f"/server/assert?{urllib.parse.urlencode({'appName': app})}")

    def find(self):
        """Asks which server to talk to. To be done every ten seconds, because servers come and go."""
        query = {"appId": self.app_id, "protocol": "HTTP"}
        if self.current:
            query["currentServer"] = self.current
        self.current = self._first(f"/server/acquire?{urllib.parse.urlencode(query)}")

    def _first(self, path):
        """The answer of the first server that has one."""
        problem = None
        for address in self.addresses:
            try:
                with urllib.request.urlopen(f"http://{address}{path}", timeout=5) as response:
                    answer = json.load(response)
            except (OSError, ValueError) as e:
                problem = f"{address}: {e}"
                continue
            if answer.get("success"):
                return answer["data"]
            problem = answer.get("message")
        raise ConnectionError(f"no server will have this worker: {problem}")

    def tell(self, call, message):
        """Sends a message and returns the answer, {} if it is empty."""
        request = urllib.request.Request(
            f"http://{self.current}/server/{call}",
            data=json.dumps(message).encode(),
            headers={"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=5) as response:
            body = response.read()
        return json.loads(body) if body else {}


class Worker:
    """Takes runs and sees to it that the server hears what becomes of them."""

    def __init__(self, server, processors):
        self.server = server
        self.processors = processors
        self.runs = {}
        self.lock = threading.Lock()
        self.pool = ThreadPoolExecutor(max_workers=MOST_RUNS)

    def take(self, command):
        """Begins a run; the same command twice is one run."""
        run = Run(command)
        with self.lock:
            if run.instance_id in self.runs:
                return
            self.runs[run.instance_id] = run
        self.pool.submit(self._execute, run)

    def stop(self, instance_id):
        with self.lock:
            run = self.runs.pop(instance_id, None)
        if run:
            run.stopping.set()

    def query(self, instance_id):
        """What the server asks when it wants to be sure that a run is still here."""
        with self.lock:
            run = self.runs.get(instance_id)
        if not run:
            return {"success": False, "message": "can't find TaskTracker"}
        detail = {
            "actualTriggerTime": run.start_time,
            "status": RUNNING,
            "taskTrackerAddress": self.server.own_address,
        }
        data = base64.urlsafe_b64encode(json.dumps(detail).encode()).decode().rstrip("=")
        return {"success": True, "data": data}

    def _execute(self, run):
        try:
            processor = self.processors.get(run.processor)
            if not processor:
                raise LookupError(f"this worker has no processor '{run.processor}'")
            status, result = SUCCEEDED, processor(run)
        except Stopped:
            LOG.info("instance %s was stopped", run.instance_id)
            return
        except Exception as e:  # Whatever a processor raises is the result of its run.
            status, result = FAILED, f"{type(e).__name__}: {e}"
        self._ship_log(run)
        self._report_end(run, status, str(result)[:LONGEST_RESULT])

    def _report_end(self, run, status, result):
        """The end is told until a server has stored it: only then the run may be forgotten."""
        while not run.stopping.is_set():
            try:
                answer = self.server.tell(
                    "reportInstanceStatus", {**self._report(run, status), "result": result, "endTime": millis()}
                )
                if answer.get("success"):
                    break
            except (OSError, ValueError) as e:
                LOG.warning("the end of instance %s cannot be told yet: %s", run.instance_id, e)
            time.sleep(REPEAT_SECONDS)
        with self.lock:
            self.runs.pop(run.instance_id, None)

    def _report(self, run, status):
        return {
            "appId": self.server.app_id,
            "jobId": run.job_id,
            "instanceId": run.instance_id,
            "wfInstanceId": run.workflow_id,
            "instanceStatus": status,
            "startTime": run.start_time,
            "reportTime": millis(),
            "sourceAddress": self.server.own_address,
        }

    def _ship_log(self, run):
        lines, run.lines = run.lines, []
        if lines:
            try:
                self.server.tell(
                    "reportLog", {"workerAddress": self.server.own_address, "instanceLogContents": lines}
                )
            except (OSError, ValueError) as e:
                LOG.warning("%d log lines of instance %s are lost: %s", len(lines), run.instance_id, e)

    def beat(self):
        """Says that this worker lives, and how it is."""
        disk = shutil.disk_usage("/")
        giga = 1024**3
        cores = os.cpu_count() or 1
        self.server.tell(
            "workerHeartbeat",
            {
                "workerAddress": self.server.own_address,
                "appName": self.server.app,
                "appId": self.server.app_id,
                "heartbeatTime": millis(),
                "protocol": "HTTP",
                "client": "python",
                "lightTaskTrackerNum": len(self.runs),
                "overload": len(self.runs) >= MOST_RUNS,
                "systemMetrics": {
                    "cpuProcessors": cores,
                    "cpuLoad": os.getloadavg()[0],
                    "diskUsed": disk.used / giga,
                    "diskTotal": disk.total / giga,
                    "diskUsage": disk.used / disk.total,
                    "score": cores,
                },
            },
        )

    def live(self):
        """Finds the server, says that this worker lives and how its runs stand; for ever."""
        while True:
            try:
                self.server.find()
                self.beat()
                for run in list(self.runs.values()):
                    self._ship_log(run)
                    self.server.tell("reportInstanceStatus", self._report(run, RUNNING))
            except (OSError, ValueError) as e:
                LOG.warning("the server cannot be reached: %s", e)
            time.sleep(min(HEARTBEAT_SECONDS, REPORT_SECONDS))


def handler(worker, roots):
    """What listens for the server's calls, under one or both of the roots that PowerJob uses."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            root, _, call = self.path.strip("/").partition("/")
            try:
                message = json.loads(body)
                if root not in roots:
                    self.answer(404, {})
                elif call == "runJob":
                    worker.take(message)
                    self.answer(200, {"success": True})
                elif call == "stopInstance":
                    worker.stop(message["instanceId"])
                    self.answer(200, {"success": True})
                elif call == "queryInstanceStatus":
                    self.answer(200, worker.query(message["instanceId"]))
                else:
                    self.answer(404, {})
            except (ValueError, KeyError) as e:
                self.answer(400, {"success": False, "message": str(e)})

        def answer(self, status, message):
            body = json.dumps(message).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format, *args):
            LOG.debug(format, *args)

    return Handler


def echo(run):
    """Says what it was given."""
    run.log(INFO, f"echo of {run.job_params} and {run.instance_params}")
    return f"{run.job_params}/{run.instance_params}"


def sleep(run):
    """Takes as many seconds as its parameter says."""
    run.sleep(float(run.job_params))
    return "slept"


PROCESSORS = {"echo": echo, "sleep": sleep}


def main():
    parser = argparse.ArgumentParser(description="A minimal PowerJob worker")
    parser.add_argument("--app", required=True, help="name of the application")
    parser.add_argument("--server", required=True, help="host:port of one or more servers, with commas between")
    parser.add_argument("--address", required=True, help="ip:port of this worker, as the server reaches it")
    parser.add_argument("--roots", default="worker,taskTracker", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")

    server = Server(arguments.server.split(","), arguments.app, arguments.address)
    worker = Worker(server, PROCESSORS)
    ip, _, port = arguments.address.rpartition(":")
    listener = ThreadingHTTPServer((ip, int(port)), handler(worker, arguments.roots.split(",")))
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    LOG.info("ready at %s", arguments.address)
    worker.live()


if __name__ == "__main__":
    main()
