import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** `npm run web:dev` serves the sources and passes everything else to the hub on its usual port. */
const hub = process.env.HUB_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss()],
  worker: { format: 'es' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2023',
    // Everything is a file of its own: the policy of the page allows no data: scripts and fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // What every page is made of comes in one piece: thirty small ones are a fifth larger.
        codeSplitting: {
          groups: [
            {
              name: 'base',
              test: /node_modules\/(?!.*uplot)|web\/src\/(acts|api|keys|lib|live|parts)\/(?!chart|cards|shared_worker|reason)/,
            },
          ],
        },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(['/api', '/docs', '/openapi.json', '/health'].map((path) => [path, hub])),
  },
})
