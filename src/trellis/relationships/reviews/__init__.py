"""Two looks at it together: after sixty days, and half way. Asked, answered by each side, talked through."""
