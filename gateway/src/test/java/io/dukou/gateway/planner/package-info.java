/** Planners that the tests offer as services, as a jar on the class path would. */
package io.dukou.gateway.planner;
