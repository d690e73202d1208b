package tech.powerjob.domain.broken;

/** Breaks a rule on purpose. */
@jakarta.ejb.Singleton
public class UsesEjb {}
