package tech.powerjob.common.model;

/** What a worker says of its machine in a heartbeat. Memory and disk are in GB. */
public class SystemMetrics {
  private int cpuProcessors;
  private double cpuLoad;
  private double jvmUsedMemory;
  private double jvmMaxMemory;
  private double jvmMemoryUsage;
  private double diskUsed;
  private double diskTotal;
  private double diskUsage;
  private String extra;
  private int score;

  public int getCpuProcessors() {
    return cpuProcessors;
  }

  public void setCpuProcessors(int cpuProcessors) {
    this.cpuProcessors = cpuProcessors;
  }

  public double getCpuLoad() {
    return cpuLoad;
  }

  public void setCpuLoad(double cpuLoad) {
    this.cpuLoad = cpuLoad;
  }

  public double getJvmUsedMemory() {
    return jvmUsedMemory;
  }

  public void setJvmUsedMemory(double jvmUsedMemory) {
    this.jvmUsedMemory = jvmUsedMemory;
  }

  public double getJvmMaxMemory() {
    return jvmMaxMemory;
  }

  public void setJvmMaxMemory(double jvmMaxMemory) {
    this.jvmMaxMemory = jvmMaxMemory;
  }

  public double getJvmMemoryUsage() {
    return jvmMemoryUsage;
  }

  public void setJvmMemoryUsage(double jvmMemoryUsage) {
    this.jvmMemoryUsage = jvmMemoryUsage;
  }

  public double getDiskUsed() {
    return diskUsed;
  }

  public void setDiskUsed(double diskUsed) {
    this.diskUsed = diskUsed;
  }

  public double getDiskTotal() {
    return diskTotal;
  }

  public void setDiskTotal(double diskTotal) {
    this.diskTotal = diskTotal;
  }

  public double getDiskUsage() {
    return diskUsage;
  }

  public void setDiskUsage(double diskUsage) {
    this.diskUsage = diskUsage;
  }

  public String getExtra() {
    return extra;
  }

  public void setExtra(String extra) {
    this.extra = extra;
  }

  public int getScore() {
    return score;
  }

  public void setScore(int score) {
    this.score = score;
  }
}
